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
  int64_t count = 0;  // never negative, at most PeriodCountMax(unit)

  bool operator==(const Period&) const = default;
};

// About a hundred years in every unit: longer is a slip of the pen, and counting it day by day would take for ever.
int64_t PeriodCountMax(PeriodUnit unit);

// Accepts exactly the written forms above, digits without sign or leading zeros; anything else is PERIOD_INVALID.
absl::StatusOr<Period> ParsePeriod(std::string_view text);
std::string FormatPeriod(const Period& period);
// As people say it: 7日, 5个工作日, 1个月, 1年, 2小时, 30分钟.
std::string PeriodInChinese(const Period& period);

}  // namespace lianban::workflow
