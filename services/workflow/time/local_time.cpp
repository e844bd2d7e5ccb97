#include "services/workflow/time/local_time.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lianban::workflow {
namespace {

constexpr int64_t kDaySeconds = 24 * 3600;
// From the year 68 to 2381: absl knows no later changes of clocks one by one. Everything else is left to it.
constexpr int64_t kEarliest = -60'000'000'000, kLatest = 13'000'000'000;

// A time during which the zone's clocks do not change, in seconds since 1970.
struct Span {
  absl::TimeZone zone;
  int64_t from = 0, until = 0;  // nothing
  int64_t offset = 0;
};

int64_t ChangeAt(const absl::TimeZone& zone, const absl::TimeZone::CivilTransition& change) {
  return absl::ToUnixSeconds(zone.At(change.to).trans);
}

const Span& SpanOf(absl::Time time, int64_t seconds, const absl::TimeZone& zone) {
  thread_local Span last;
  if (seconds >= last.from && seconds < last.until && last.zone == zone) return last;
  Span span{zone, kEarliest, kLatest, zone.At(time).offset};
  absl::TimeZone::CivilTransition change;
  if (zone.PrevTransition(absl::FromUnixSeconds(seconds + 1), &change)) span.from = std::max(span.from, ChangeAt(zone, change));
  if (zone.NextTransition(time, &change)) span.until = std::min(span.until, ChangeAt(zone, change));
  return last = span;
}

bool IsOrdinary(int64_t seconds) { return seconds > kEarliest && seconds < kLatest; }

int64_t FloorDays(int64_t seconds) { return (seconds >= 0 ? seconds : seconds - (kDaySeconds - 1)) / kDaySeconds; }

std::chrono::year_month_day DateOf(int64_t days) { return std::chrono::sys_days(std::chrono::days(days)); }

absl::CivilDay DayOf(int64_t days) {
  const auto date = DateOf(days);
  return absl::CivilDay(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                        static_cast<int>(static_cast<unsigned>(date.day())));
}

int64_t DaysOf(absl::CivilDay day) {
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(day.year())), std::chrono::month(static_cast<unsigned>(day.month())),
                                         std::chrono::day(static_cast<unsigned>(day.day())));
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

absl::CivilSecond LocalSecond(absl::Time time, absl::TimeZone zone) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  if (!IsOrdinary(seconds)) return absl::ToCivilSecond(time, zone);
  const int64_t local = seconds + SpanOf(time, seconds, zone).offset;
  const int64_t days = FloorDays(local);
  const int64_t second = local - days * kDaySeconds;
  const absl::CivilDay day = DayOf(days);
  return absl::CivilSecond(day.year(), day.month(), day.day(), second / 3600, second / 60 % 60, second % 60);
}

absl::CivilDay LocalDay(absl::Time time, absl::TimeZone zone) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  if (!IsOrdinary(seconds)) return absl::ToCivilDay(time, zone);
  return DayOf(FloorDays(seconds + SpanOf(time, seconds, zone).offset));
}

absl::Time BeginOf(absl::CivilDay day, absl::TimeZone zone) {
  if (day.year() < 1 || day.year() > 9999) return absl::FromCivil(day, zone);
  const int64_t midnight = DaysOf(day) * kDaySeconds;
  if (!IsOrdinary(midnight)) return absl::FromCivil(day, zone);
  const Span& span = SpanOf(absl::FromUnixSeconds(midnight), midnight, zone);
  // Near a change of the clocks midnight may come twice, or not at all.
  if (midnight - 2 * kDaySeconds < span.from || midnight + 2 * kDaySeconds >= span.until) return absl::FromCivil(day, zone);
  return absl::FromUnixSeconds(midnight - span.offset);
}

}  // namespace lianban::workflow
