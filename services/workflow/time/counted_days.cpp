#include "services/workflow/time/counted_days.h"

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

bool IsPaused(const std::vector<Pause>& pauses, CivilDay day) {
  for (const Pause& pause : pauses) {
    if (day > pause.notice && (!pause.received || day <= *pause.received)) return true;
  }
  return false;
}

// "国庆节", "休息日", "调休上班" or nothing.
std::string DayName(const Calendar& calendar, CivilDay day) {
  const std::string_view name = calendar.NameOf(day);
  if (!name.empty()) return std::string(name);
  return calendar.IsWorkday(day) ? "" : "休息日";
}

std::string Joined(std::string first, std::string_view second) {
  if (first.empty()) return std::string(second);
  return fmt::format("{}，{}", first, second);
}

}  // namespace

std::vector<CountedDay> CountDays(const DeadlineRequest& request, const Deadline& deadline, const Calendar& calendar,
                                  absl::TimeZone zone) {
  const bool clock = request.period.unit == PeriodUnit::kMinutes || request.period.unit == PeriodUnit::kHours;
  const bool workdays = request.period.unit == PeriodUnit::kWorkdays;
  const CivilDay start = absl::ToCivilDay(request.start, zone);
  std::vector<CountedDay> days;
  int number = 0;
  for (CivilDay day = start; day <= deadline.last_day; ++day) {
    const std::string name = DayName(calendar, day);
    if (clock) {
      days.push_back({day, 0, IsPaused(request.pauses, day) ? "中止不计" : Joined(name, "按时刻连续计算")});
    } else if (day == start) {
      days.push_back({day, 0, "起始日不计"});
    } else if (day > deadline.nominal_day) {
      days.push_back({day, 0, day == deadline.last_day ? Joined(name, "顺延至本日届满") : Joined(name, "顺延")});
    } else if (IsPaused(request.pauses, day)) {
      days.push_back({day, 0, "中止不计"});
    } else if (workdays && !calendar.IsWorkday(day)) {
      days.push_back({day, 0, Joined(name, "不计")});
    } else {
      const bool rolls = day == deadline.nominal_day && deadline.last_day > day;
      days.push_back({day, ++number, rolls ? Joined(name, "最后一日遇休息日，顺延") : name});
    }
  }
  return days;
}

}  // namespace lianban::workflow
