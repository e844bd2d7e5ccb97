#include "services/cli/import/relative_time.h"

#include <cstdio>

#include "fmt/format.h"
#include "services/cli/terminal/moment.h"

namespace lianban::cli {

std::string ResolveRelative(std::string_view text, absl::Time today) {
  const std::string copy(text);
  char sign = 0;
  int days = 0, hour = 0, minute = 0, used = 0;
  if (copy.size() > 20 || std::sscanf(copy.c_str(), "%c%4dd %2d:%2d%n", &sign, &days, &hour, &minute, &used) != 4 ||
      used != static_cast<int>(copy.size()) || (sign != '-' && sign != '+') || hour > 23 || minute > 59) {
    return copy;
  }
  const absl::CivilDay day = absl::ToCivilDay(today, CityZone()) + (sign == '-' ? -days : days);
  return fmt::format("{}T{:02}:{:02}", absl::FormatCivilTime(day), hour, minute);
}

void ResolveRelative(nlohmann::json& value, absl::Time today) {
  if (value.is_string()) value = ResolveRelative(value.get<std::string>(), today);
  if (value.is_structured()) {
    for (nlohmann::json& inner : value) ResolveRelative(inner, today);
  }
}

}  // namespace lianban::cli
