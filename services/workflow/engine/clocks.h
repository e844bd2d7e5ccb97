#pragma once
// Legal time of a case: its clock, the promised one, and a clock for every step with `within`. Due dates are counted by
// time/deadline.h; here is what starts, pauses (R8), extends and ends a clock, and which timers follow from it.
//
// Names: "case" (statutory), "promised", "step:<activation>".

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

std::string StepClockName(int64_t activation);

// False when the period stands in a form field that is empty: then there is no time limit.
bool HasPeriod(const Run& run, const PeriodSpec& spec);
// The period in force at the area of the case. Refusals: PARAM_UNSET, PERIOD_INVALID.
absl::StatusOr<Period> PeriodInForce(const Run& run, const PeriodSpec& spec);

// Case clocks that start (or are met) when `step` is entered; "" when the case begins.
absl::Status StartCaseClocks(Run& run, const std::string& step);
void MeetCaseClocks(Run& run, const std::string& step);
void MeetAllClocks(Run& run);

// The clock of an activation whose step has `within`.
absl::Status StartStepClock(Run& run, const Step& step, int64_t activation);
void DropStepClock(Run& run, int64_t activation);

// Pauses and resumes whatever has to, moves due dates of tasks that follow the case. Called once, when all else is done.
absl::Status SettleClocks(Run& run);

// Counts the due date again and sets its timers anew. Adds ClockMoved when it moved.
absl::Status RecomputeClock(Run& run, ClockState& clock, std::string_view why);

absl::Status PauseClock(Run& run, ClockState& clock, const std::string& reason);
absl::Status ResumeClock(Run& run, ClockState& clock);

// What people go by: the promised clock, else the statutory one, while it runs; nullptr otherwise.
const ClockState* GuidingClock(const CaseState& state);

}  // namespace lianban::workflow
