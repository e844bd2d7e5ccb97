#pragma once
// A legal period as scripts and parameters write it: "7d", "5wd", "1mo", "1y", "2h", "30min".

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

enum class PeriodUnit { kMinutes, kHours, kDays, kWorkdays, kMonths, kYears };

struct Period {
  PeriodUnit unit = PeriodUnit::kDays;
  int64_t count = 0;  // never negative

  bool operator==(const Period&) const = default;
};

// Accepts exactly the written forms above; anything else is PERIOD_INVALID.
absl::StatusOr<Period> ParsePeriod(std::string_view text);
std::string FormatPeriod(const Period& period);

}  // namespace lianban::workflow
