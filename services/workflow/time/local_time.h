#pragma once
// Days and clock times of a city. As absl's own, except that the table of the time zone is asked once for all moments between two
// changes of its clocks: in China, once for everything after 1991. That takes a tenth of the time.

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lianban::workflow {

absl::CivilSecond LocalSecond(absl::Time time, absl::TimeZone zone);
absl::CivilDay LocalDay(absl::Time time, absl::TimeZone zone);
// Where the day begins.
absl::Time BeginOf(absl::CivilDay day, absl::TimeZone zone);

}  // namespace lianban::workflow
