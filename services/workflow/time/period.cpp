#include "services/workflow/time/period.h"

#include <array>
#include <charconv>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

struct UnitForm {
  PeriodUnit unit;
  std::string_view suffix;
  std::string_view chinese;
  int64_t count_max;
};

constexpr std::array<UnitForm, 6> kForms = {{
    {PeriodUnit::kMinutes, "min", "分钟", 100LL * 366 * 24 * 60},
    {PeriodUnit::kHours, "h", "小时", 100LL * 366 * 24},
    {PeriodUnit::kDays, "d", "日", 100LL * 366},
    {PeriodUnit::kWorkdays, "wd", "个工作日", 100LL * 250},
    {PeriodUnit::kMonths, "mo", "个月", 100LL * 12},
    {PeriodUnit::kYears, "y", "年", 100},
}};

const UnitForm& FormOf(PeriodUnit unit) { return kForms[static_cast<size_t>(unit)]; }

absl::Status Invalid(std::string_view text) { return Error("PERIOD_INVALID", {{"period", std::string(text)}}); }

}  // namespace

int64_t PeriodCountMax(PeriodUnit unit) { return FormOf(unit).count_max; }

absl::StatusOr<Period> ParsePeriod(std::string_view text) {
  int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || text.starts_with('-')) return Invalid(text);
  const size_t digits = rest - text.data();
  if (digits > 1 && text.starts_with('0')) return Invalid(text);
  for (const UnitForm& form : kForms) {
    if (text.substr(digits) != form.suffix) continue;
    if (count > form.count_max) return Invalid(text);
    return Period{form.unit, count};
  }
  return Invalid(text);
}

std::string FormatPeriod(const Period& period) { return fmt::format("{}{}", period.count, FormOf(period.unit).suffix); }

std::string PeriodInChinese(const Period& period) {
  return fmt::format("{}{}", period.count, FormOf(period.unit).chinese);
}

}  // namespace lianban::workflow
