#pragma once
// The light of a clock (domain 2.16): how urgent a matter looks in every list.

#include "absl/time/time.h"
#include "services/workflow/time/calendar.h"

namespace lianban::workflow {

enum class Light { kNormal, kYellow, kRed, kPaused };

std::string_view Name(Light light);  // "normal" "yellow" "red" "paused"

// `due` is the first late instant, as ComputeDeadline gives it. Red from `due` on. Yellow from the earlier of
//   * the moment when only `yellow_percent` of the time from start to due is left, and
//   * the first midnight from which only `yellow_workdays` working days are left, today included.
// The second is for periods in days: a period in hours (due off midnight, or within 24 hours) goes by its share alone.
// A paused clock does not age.
Light LightFor(absl::Time start, absl::Time due, absl::Time now, bool paused, const Calendar& calendar,
               absl::TimeZone zone, int yellow_percent, int yellow_workdays);

// The instant at which the light turns yellow; at most `due`.
absl::Time YellowFrom(absl::Time start, absl::Time due, const Calendar& calendar, absl::TimeZone zone,
                      int yellow_percent, int yellow_workdays);

}  // namespace lianban::workflow
