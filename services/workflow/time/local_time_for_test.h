#pragma once

#include "absl/time/time.h"
#include "services/workflow/time/deadline.h"

namespace lianban::workflow {

// China Standard Time has had no summer time since 1991.
inline const absl::TimeZone kZone = absl::FixedTimeZone(8 * 3600);

inline absl::Time At(absl::CivilMinute local) { return absl::FromCivil(local, kZone); }

inline Deadline Compute(const DeadlineRequest& request) { return ComputeDeadline(request, ShippedCalendar(), kZone); }

}  // namespace lianban::workflow
