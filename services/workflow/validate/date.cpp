#include "services/workflow/validate/date.h"

#include <optional>
#include <string>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

// Takes `least` to `most` digits from the front.
std::optional<int> TakeNumber(std::string_view* text, size_t least, size_t most) {
  size_t length = 0;
  int value = 0;
  while (length < most && length < text->size() && (*text)[length] >= '0' && (*text)[length] <= '9') {
    value = value * 10 + ((*text)[length++] - '0');
  }
  if (length < least) return std::nullopt;
  text->remove_prefix(length);
  return value;
}

bool Take(std::string_view* text, std::string_view token) {
  if (!text->starts_with(token)) return false;
  text->remove_prefix(token.size());
  return true;
}

std::optional<absl::CivilDay> TakeDate(std::string_view* text) {
  const auto year = TakeNumber(text, 4, 4);
  if (!year) return std::nullopt;
  const bool chinese = Take(text, "年"), slashed = !chinese && Take(text, "/");
  if (!chinese && !slashed && !Take(text, "-")) return std::nullopt;
  const size_t least = chinese || slashed ? 1 : 2;
  const auto month = TakeNumber(text, least, 2);
  if (!month || !Take(text, chinese ? "月" : slashed ? "/" : "-")) return std::nullopt;
  const auto day = TakeNumber(text, least, 2);
  if (!day || (chinese && !Take(text, "日"))) return std::nullopt;
  const absl::CivilDay date(*year, *month, *day);
  const bool exists = date.year() == *year && date.month() == *month && date.day() == *day;
  if (!exists || *year < 1800 || *year > 2999) return std::nullopt;
  return date;
}

// Z, +08:00, -0500; nullopt when it is none of these.
std::optional<absl::TimeZone> TakeZone(std::string_view* text, absl::TimeZone local) {
  if (text->empty()) return local;
  if (Take(text, "Z")) return absl::UTCTimeZone();
  const int sign = text->front() == '-' ? -1 : 1;
  if (!Take(text, "+") && !Take(text, "-")) return std::nullopt;
  const auto hours = TakeNumber(text, 2, 2);
  Take(text, ":");
  const auto minutes = TakeNumber(text, 2, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return absl::FixedTimeZone(sign * (*hours * 3600 + *minutes * 60));
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDate(std::string_view text) {
  const std::string tidy = Tidy(text);
  std::string_view rest = tidy;
  const auto day = TakeDate(&rest);
  if (!day || !rest.empty()) return Error("DATE_INVALID");
  return *day;
}

absl::StatusOr<absl::Time> ParseDateTime(std::string_view text, absl::TimeZone zone) {
  const std::string tidy = Tidy(text);
  std::string_view rest = tidy;
  const auto day = TakeDate(&rest);
  if (!day) return Error("DATE_TIME_INVALID");
  if (rest.empty()) return absl::FromCivil(*day, zone);
  if (!Take(&rest, "T") && !Take(&rest, " ")) return Error("DATE_TIME_INVALID");
  const auto hour = TakeNumber(&rest, 2, 2);
  const bool colon = Take(&rest, ":");
  const auto minute = TakeNumber(&rest, 2, 2);
  int second = 0;
  if (Take(&rest, ":")) second = TakeNumber(&rest, 2, 2).value_or(60);
  if (!hour || !colon || !minute || *hour > 23 || *minute > 59 || second > 59) return Error("DATE_TIME_INVALID");
  const auto offset = TakeZone(&rest, zone);
  if (!offset || !rest.empty()) return Error("DATE_TIME_INVALID");
  return absl::FromCivil(absl::CivilSecond(day->year(), day->month(), day->day(), *hour, *minute, second), *offset);
}

}  // namespace lianban::workflow
