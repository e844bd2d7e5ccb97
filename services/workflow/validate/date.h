#pragma once
// Dates and times as people write them.

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lianban::workflow {

// YYYY-MM-DD, YYYY年M月D日, YYYY/M/D; digits may be full-width. Years 1800–2999. Error: DATE_INVALID.
absl::StatusOr<absl::CivilDay> ParseDate(std::string_view text);

// A date as above, then T or a space and HH:MM or HH:MM:SS; an offset (Z, +08:00) may follow, otherwise the time is
// local to `zone`. A date alone is its first instant. Error: DATE_TIME_INVALID.
absl::StatusOr<absl::Time> ParseDateTime(std::string_view text, absl::TimeZone zone);

}  // namespace lianban::workflow
