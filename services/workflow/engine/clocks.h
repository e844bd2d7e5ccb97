#pragma once
// Legal time of a case: its clock, the promised one, and a clock for every step with `within`. Due dates are counted by
// time/deadline.h; here is what starts, pauses (R8), extends and ends a clock, and which timers follow from it.
//
// Names: "case" (statutory), "promised", "step:<activation>", "task:<task>", "unit:<unit>" (department_clocks.h),
// "supervision".

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

// The clock of one instance of a step with `each`: its item's own `within`, or `each_within`. "task:<no>".
std::string TaskClockName(int64_t task);
absl::Status StartTaskClock(Run& run, const Step& step, const TaskState& task);
void DropTaskClock(Run& run, int64_t task);

// Pauses and resumes whatever has to, moves due dates of tasks that follow the case. Called once, when all else is done.
absl::Status SettleClocks(Run& run);

// Counts the due date again and sets its timers anew. Adds ClockMoved when it moved.
absl::Status RecomputeClock(Run& run, ClockState& clock, std::string_view why);

// `ground` is kept with the pause: the law's word (补正, 鉴定 …), the pausing step, or what the platform did.
absl::Status PauseClock(Run& run, ClockState& clock, const std::string& ground);
absl::Status ResumeClock(Run& run, ClockState& clock);

// A clock that does not belong to a step or the process; `period` as in "5wd". Refusal: PERIOD_INVALID.
absl::Status StartNamedClock(Run& run, const std::string& name, const std::string& period);
void MeetClock(Run& run, ClockState& clock);
// A clock that was met goes on; the time since then does not count.
absl::Status ContinueClock(Run& run, ClockState& clock, const std::string& ground);

// 督办: the date by which it has to be answered; a second one replaces the first.
absl::Status StartSupervisionClock(Run& run, const std::string& period);
void EndSupervisionClock(Run& run);
// The clocks of the case that the end of the case had stopped.
absl::Status ReopenClocks(Run& run, absl::Time finished);

// When the light turns yellow: the parameters light.yellow_percent and light.yellow_workdays of the area, otherwise as
// the environment says.
absl::Time YellowFromOf(const Environment& environment, std::string_view area, absl::Time start, absl::Time due);

// What people go by: the promised clock, else the statutory one, while it runs; nullptr otherwise.
const ClockState* GuidingClock(const CaseState& state);

}  // namespace lianban::workflow
