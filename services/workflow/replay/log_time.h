#pragma once
// Times as event logs write them.

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace lianban::workflow {

struct LogTime {
  absl::Time time;
  bool date_only = false;
};

// "2007-03-22", "2007-03-22 10:15[:30[.5]]", with T instead of the blank, with an offset or Z. Without an offset the
// time is in `zone`.
std::optional<LogTime> ParseLogTime(std::string_view text, absl::TimeZone zone);

}  // namespace lianban::workflow
