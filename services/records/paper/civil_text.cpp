#include "services/records/paper/civil_text.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::records {

absl::TimeZone PaperZone() { return absl::FixedTimeZone(8 * 3600); }

std::string ChineseDate(absl::CivilDay day) { return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day()); }

std::string ChineseDateWithWeekday(absl::CivilDay day) {
  static constexpr const char* kNames[] = {"一", "二", "三", "四", "五", "六", "日"};
  return fmt::format("{}（星期{}）", ChineseDate(day), kNames[static_cast<int>(absl::GetWeekday(day))]);
}

std::string ChineseTime(absl::Time time) {
  absl::CivilMinute minute = absl::ToCivilMinute(time, PaperZone());
  return fmt::format("{} {:02}:{:02}", ChineseDate(absl::CivilDay(minute)), minute.hour(), minute.minute());
}

absl::StatusOr<absl::CivilDay> ReadDay(std::string_view text, std::string_view field) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime({text.data(), text.size()}, &day)) {
    return Error("DOCUMENT_DATA_INVALID", {{"detail", std::string(field)}});
  }
  return day;
}

absl::StatusOr<absl::Time> ReadTime(std::string_view text, std::string_view field) {
  absl::Time time;
  std::string why;
  if (!absl::ParseTime(absl::RFC3339_full, {text.data(), text.size()}, &time, &why)) {
    return Error("DOCUMENT_DATA_INVALID", {{"detail", std::string(field)}});
  }
  return time;
}

}  // namespace lianban::records
