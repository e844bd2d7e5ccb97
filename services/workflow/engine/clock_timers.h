#pragma once
// Which timers follow from a clock: when its light turns yellow, when it is late, when the step it belongs to times out.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Which timers a clock has at this moment. One that has gone off does not come back unless its date moved ahead of now; a
// new one may be late from the start, when it counts from an earlier day.
void SetTimers(Run& run, const ClockState& clock, bool is_new = false);
// While the clock stands still.
void HoldTimers(Run& run, const ClockState& clock);
void DropTimers(Run& run, std::string_view clock);

// When the clock would have begun had it never stood still (R8): the light is about a share of the time that counts, and after a long
// pause a fifth of seven days is still a fifth of seven days.
absl::Time RunningFrom(const ClockState& clock);

}  // namespace lianban::workflow
