#pragma once
// Times as people write them, in the city's time zone.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace lianban::cli {

absl::TimeZone CityZone();  // Asia/Shanghai

// "2026-09-18 09:12", "2026-09-18T09:12:30", "2026-09-18", or with an offset (RFC 3339). DATE_TIME_INVALID otherwise.
absl::StatusOr<absl::Time> ParseMoment(std::string_view text);

std::string Show(absl::Time time);                                // "2026-09-18 09:12"
std::string Show(const google::protobuf::Timestamp& time);        // "" when it is zero
std::string ShowDue(const google::protobuf::Timestamp& due);      // the last minute in time: 2026-09-24 24:00
std::string ShowDue(std::string_view due);                        // the same of "2026-09-25T00:00:00"; as it is when it is no such text

absl::Time TimeOf(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp TimestampOf(absl::Time time);

}  // namespace lianban::cli
