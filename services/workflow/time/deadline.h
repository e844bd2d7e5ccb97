#pragma once
// Due dates by the counting rules R1–R10 of the Civil Code (arts. 200–204) and the Licensing Act (art. 82).

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/workflow/time/calendar.h"
#include "services/workflow/time/period.h"

namespace lianban::workflow {

struct CountedDay {
  absl::CivilDay day;
  int number = 0;      // 1-based count; 0 when the day is not counted
  std::string remark;  // 起始日不计 / 休息日 / 国庆节 / 调休上班 / 中止不计 / 顺延 …, empty for an ordinary counted day
};

struct Deadline {
  absl::Time due;              // first instant that is late: for day periods 00:00 after the last day
  absl::CivilDay last_day;     // the day people read; for hour periods the day `due` falls in
  absl::CivilDay nominal_day;  // before the roll of R2; equals last_day when nothing rolled
  bool unverified = false;     // R10: a year this date depends on is not loaded
  bool paused = false;         // an open pause: `due` is InfiniteFuture, the days are those of the notice
  std::vector<CountedDay> days;  // filled only when asked for; the roll is included
};

// A stretch that does not count (R8): from the day after `notice` to `received`, inclusive; open when not received.
struct Pause {
  absl::CivilDay notice;
  std::optional<absl::CivilDay> received;
};

struct DeadlineRequest {
  absl::Time start;              // for a notice: when it was served, not when it was issued (R9)
  Period period;
  bool roll = true;              // R2 for natural days, months, years; working days never need it, hours never roll
  std::vector<Pause> pauses;     // in order, not overlapping
  // R5: minutes after midnight at which the counter closes on the last day; 24:00 when not set. Day periods only.
  std::optional<int> cutoff_minutes;
  bool with_days = false;
};

// `zone` is the city's; dates are civil dates there. A count above PeriodCountMax is counted as that maximum.
Deadline ComputeDeadline(const DeadlineRequest& request, const Calendar& calendar, absl::TimeZone zone);

// Working days after `from` up to and including `to`; negative when `to` is before.
int WorkdaysBetween(absl::CivilDay from, absl::CivilDay to, const Calendar& calendar);

}  // namespace lianban::workflow
