#include "services/workflow/time/light.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

using absl::CivilDay;

bool CountsInDays(absl::Time start, absl::Time due, absl::TimeZone zone) {
  return due - start > absl::Hours(24) && absl::FromCivil(absl::ToCivilDay(due, zone), zone) == due;
}

}  // namespace

std::string_view Name(Light light) {
  switch (light) {
    case Light::kNormal: return "normal";
    case Light::kYellow: return "yellow";
    case Light::kRed: return "red";
    case Light::kPaused: return "paused";
  }
  return "normal";
}

absl::Time YellowFrom(absl::Time start, absl::Time due, const Calendar& calendar, absl::TimeZone zone,
                      int yellow_percent, int yellow_workdays) {
  if (due == absl::InfiniteFuture()) return due;
  absl::Time yellow = due - (due - start) * yellow_percent / 100;
  if (!CountsInDays(start, due, zone)) return yellow;
  // Back from the last day to the day after the working day that would be one too many.
  const CivilDay first = absl::ToCivilDay(start, zone);
  CivilDay day = absl::ToCivilDay(due, zone) - 1;
  for (int left = 0; day >= first; --day) {
    if (calendar.IsWorkday(day) && ++left > yellow_workdays) break;
  }
  return std::max(start, std::min(yellow, absl::FromCivil(day + 1, zone)));
}

Light LightFor(absl::Time start, absl::Time due, absl::Time now, bool paused, const Calendar& calendar,
               absl::TimeZone zone, int yellow_percent, int yellow_workdays) {
  if (paused) return Light::kPaused;
  if (now >= due) return Light::kRed;
  return now >= YellowFrom(start, due, calendar, zone, yellow_percent, yellow_workdays) ? Light::kYellow
                                                                                        : Light::kNormal;
}

}  // namespace lianban::workflow
