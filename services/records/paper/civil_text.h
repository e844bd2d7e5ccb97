#pragma once
// Dates and times as Chinese papers write them. All in the city's zone (UTC+8).

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lianban::records {

absl::TimeZone PaperZone();

std::string ChineseDate(absl::CivilDay day);             // 2026年9月28日
std::string ChineseDateWithWeekday(absl::CivilDay day);  // 2026年9月28日（星期一）
std::string ChineseTime(absl::Time time);                // 2026年9月18日 09:12

// "2026-09-28"; DOCUMENT_DATA_INVALID naming `field` when it is not a date.
absl::StatusOr<absl::CivilDay> ReadDay(std::string_view text, std::string_view field);
// RFC 3339 with offset.
absl::StatusOr<absl::Time> ReadTime(std::string_view text, std::string_view field);

}  // namespace lianban::records
