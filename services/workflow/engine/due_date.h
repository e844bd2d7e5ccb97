#pragma once
// From a clock and its period (HasPeriod, PeriodInForce in clocks.h) to the last day, and the sentence that says why it is that
// day.

#include "services/workflow/engine/run.h"
#include "services/workflow/time/deadline.h"

namespace lianban::workflow {

// The active step whose `within` the clock is; nullptr: of no step.
const Step* StepOfClock(Run& run, const ClockState& clock);

// Hours stand still by the hour, days by whole days (R8).
Deadline CountDue(Run& run, const ClockState& clock, const Period& period);
nlohmann::json ExplainDue(const Run& run, const ClockState& clock, const Period& period, const Deadline& deadline);

// The day that the period counts from stands in the form (结案日, 生效日); while it does not, it counts from now.
absl::Time StartOf(const Run& run, const PeriodSpec& spec);

}  // namespace lianban::workflow
