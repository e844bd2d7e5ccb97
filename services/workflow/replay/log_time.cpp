#include "services/workflow/replay/log_time.h"

#include <string>

namespace lianban::workflow {
namespace {

// Two digits a place; -1 when they are not digits.
int Digits(std::string_view text, size_t from, size_t count) {
  int value = 0;
  for (size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<LogTime> ParseLogTime(std::string_view text, absl::TimeZone zone) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  absl::CivilDay date(year, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;  // 2023-02-30
  if (text.size() == 10) return LogTime{absl::FromCivil(date, zone), true};
  std::string whole(text);
  if (whole[10] == ' ') whole[10] = 'T';
  std::string error;
  absl::Time time;
  for (const char* format : {"%Y-%m-%dT%H:%M:%E*S%Ez", "%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%dT%H:%M"}) {
    if (absl::ParseTime(format, whole, zone, &time, &error)) return LogTime{time, false};
  }
  return std::nullopt;
}

}  // namespace lianban::workflow
