#include "services/workflow/time/deadline.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/time/counted_days.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

bool IsClock(PeriodUnit unit) { return unit == PeriodUnit::kMinutes || unit == PeriodUnit::kHours; }

// R6: the corresponding date, or the end of the month when there is none.
CivilDay AddMonths(CivilDay day, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const CivilDay last = CivilDay(month + 1) - 1;
  return std::min(CivilDay(month.year(), month.month(), day.day() > last.day() ? last.day() : day.day()), last);
}

// R8 for natural days: every paused day inside the running period pushes the end by one. False: an open pause was met.
bool PushByPauses(const std::vector<Pause>& pauses, CivilDay start, CivilDay* end, CivilDay* stopped) {
  for (const Pause& pause : pauses) {
    const CivilDay first = std::max(pause.notice, start) + 1;
    if (first > *end) continue;
    if (!pause.received) {
      *stopped = first - 1;
      return false;
    }
    if (*pause.received >= first) *end += *pause.received - first + 1;
  }
  return true;
}

// R2 with R8: a last day that is a rest day moves to the next working day on which time runs. False: an open pause was met.
bool Roll(const std::vector<Pause>& pauses, const Calendar& calendar, CivilDay* last, CivilDay* stopped) {
  if (calendar.IsWorkday(*last)) return true;
  for (;; ++*last) {
    const auto pause = std::find_if(pauses.begin(), pauses.end(), [&](const Pause& each) {
      return each.notice < *last && (!each.received || *last <= *each.received);
    });
    if (pause != pauses.end() && !pause->received) {
      *stopped = pause->notice;
      return false;
    }
    if (pause == pauses.end() && calendar.IsWorkday(*last)) return true;
  }
}

// R4 with R8: counts working days that are not paused.
bool CountWorkdays(const DeadlineRequest& request, const Calendar& calendar, int64_t count, CivilDay start,
                   CivilDay* end, CivilDay* stopped) {
  CivilDay day = start;
  if (count == 0) {
    while (!calendar.IsWorkday(day)) ++day;
  }
  size_t pause = 0;
  for (int64_t counted = 0; counted < count;) {
    ++day;
    while (pause < request.pauses.size() && request.pauses[pause].received && *request.pauses[pause].received < day) {
      ++pause;
    }
    if (pause < request.pauses.size() && day > request.pauses[pause].notice) {
      if (!request.pauses[pause].received) {
        *stopped = day - 1;
        return false;
      }
      continue;
    }
    if (calendar.IsWorkday(day)) ++counted;
  }
  *end = day;
  return true;
}

bool AllLoaded(const Calendar& calendar, CivilDay from, CivilDay to) {
  for (auto year = from.year(); year <= to.year(); ++year) {
    if (!calendar.IsLoaded(static_cast<int>(year))) return false;
  }
  return true;
}

void Stop(CivilDay day, Deadline* deadline) {
  deadline->paused = true;
  deadline->due = absl::InfiniteFuture();
  deadline->last_day = deadline->nominal_day = day;
}

// R1: hours run from the moment itself, around the clock, and never roll.
Deadline ClockDeadline(const DeadlineRequest& request, int64_t count, absl::TimeZone zone) {
  Deadline out;
  absl::Time due =
      request.start + (request.period.unit == PeriodUnit::kHours ? absl::Hours(count) : absl::Minutes(count));
  for (const Pause& pause : request.pauses) {
    const absl::Time from = std::max(request.start, absl::FromCivil(pause.notice + 1, zone));
    if (from >= due) continue;
    if (!pause.received) {
      Stop(pause.notice, &out);
      return out;
    }
    due += std::max(absl::ZeroDuration(), absl::FromCivil(*pause.received + 1, zone) - from);
  }
  out.due = due;
  out.last_day = out.nominal_day = absl::ToCivilDay(due, zone);
  return out;
}

Deadline DayDeadline(const DeadlineRequest& request, int64_t count, const Calendar& calendar, absl::TimeZone zone) {
  Deadline out;
  const CivilDay start = absl::ToCivilDay(request.start, zone);
  CivilDay stopped;
  if (request.period.unit == PeriodUnit::kWorkdays) {
    if (!CountWorkdays(request, calendar, count, start, &out.nominal_day, &stopped)) {
      Stop(stopped, &out);
      return out;
    }
    out.last_day = out.nominal_day;
    out.unverified = !AllLoaded(calendar, start + 1, out.last_day);
  } else {
    const int64_t months = request.period.unit == PeriodUnit::kYears ? 12 * count : count;
    out.nominal_day = request.period.unit == PeriodUnit::kDays ? start + count : AddMonths(start, months);
    if (!PushByPauses(request.pauses, start, &out.nominal_day, &stopped)) {
      Stop(stopped, &out);
      return out;
    }
    out.last_day = out.nominal_day;
    if (request.roll && !Roll(request.pauses, calendar, &out.last_day, &stopped)) {
      Stop(stopped, &out);
      return out;
    }
    // Rest days inside the period count all the same (R3), so only the end depends on the calendar.
    out.unverified = request.roll && !AllLoaded(calendar, out.nominal_day, out.last_day);
  }
  out.due = request.cutoff_minutes ? absl::FromCivil(out.last_day, zone) + absl::Minutes(*request.cutoff_minutes)
                                   : absl::FromCivil(out.last_day + 1, zone);
  return out;
}

}  // namespace

Deadline ComputeDeadline(const DeadlineRequest& request, const Calendar& calendar, absl::TimeZone zone) {
  const int64_t count = std::clamp<int64_t>(request.period.count, 0, PeriodCountMax(request.period.unit));
  Deadline out = IsClock(request.period.unit) ? ClockDeadline(request, count, zone)
                                              : DayDeadline(request, count, calendar, zone);
  if (request.with_days) out.days = CountDays(request, out, calendar, zone);
  return out;
}

int WorkdaysBetween(CivilDay from, CivilDay to, const Calendar& calendar) {
  if (to < from) return -WorkdaysBetween(to, from, calendar);
  int count = 0;
  for (CivilDay day = from + 1; day <= to; ++day) count += calendar.IsWorkday(day);
  return count;
}

}  // namespace lianban::workflow
