#pragma once
// The count day by day, as a clerk would tick it off on a wall calendar.

#include <vector>

#include "services/workflow/time/deadline.h"

namespace lianban::workflow {

// From the starting day to the last day of `deadline` (which ComputeDeadline made from the same request), one entry a
// day, without gaps.
std::vector<CountedDay> CountDays(const DeadlineRequest& request, const Deadline& deadline, const Calendar& calendar,
                                  absl::TimeZone zone);

}  // namespace lianban::workflow
