#pragma once
// The working calendar: which days are rest days as actually arranged by the State Council notice (domain rule R2).

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace lianban::workflow {

struct CalendarDay {
  bool is_off = false;  // false: a weekend day that is worked (调休补班)
  std::string name;     // 国庆节 …
};

class Calendar {
 public:
  // Days not listed follow the ordinary week. `loaded_years` are those whose notice has been imported; in any other
  // year only weekends rest, and whatever is computed there is unverified (R10).
  Calendar() = default;
  Calendar(std::map<absl::CivilDay, CalendarDay> days, std::set<int> loaded_years);

  bool IsWorkday(absl::CivilDay day) const;
  bool IsLoaded(int year) const;
  // Name of the holiday or "调休上班"; empty for an ordinary day.
  std::string_view NameOf(absl::CivilDay day) const;
  const std::map<absl::CivilDay, CalendarDay>& days() const { return days_; }
  const std::set<int>& loaded_years() const { return loaded_years_; }

 private:
  std::map<absl::CivilDay, CalendarDay> days_;
  std::set<int> loaded_years_;
};

// Rows `date,name,is_off_day` (YYYY-MM-DD, text, true|false) under exactly that header. A year counts as loaded when its
// National Day is there: every notice has it, while the last days of December may belong to the next year's notice.
// Errors: CALENDAR_INVALID with line and detail.
absl::StatusOr<Calendar> CalendarFromCsv(std::string_view csv);

// The calendar the product ships with (workflows/calendars/cn.csv).
const Calendar& ShippedCalendar();

}  // namespace lianban::workflow
