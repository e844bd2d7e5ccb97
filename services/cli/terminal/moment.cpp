#include "services/cli/terminal/moment.h"

#include "services/lib/errors/error.h"

namespace lianban::cli {

absl::TimeZone CityZone() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    // China keeps one time without summer time; a machine without zone data loses nothing.
    return absl::LoadTimeZone("Asia/Shanghai", &loaded) ? loaded : absl::FixedTimeZone(8 * 3600);
  }();
  return zone;
}

absl::StatusOr<absl::Time> ParseMoment(std::string_view text) {
  absl::Time time;
  const absl::string_view view(text.data(), text.size());
  if (absl::ParseTime(absl::RFC3339_full, view, &time, nullptr)) return time;
  for (const char* form : {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"}) {
    if (absl::ParseTime(form, view, CityZone(), &time, nullptr)) return time;
  }
  return Error("DATE_TIME_INVALID");
}

std::string Show(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M", time, CityZone()); }

std::string Show(const google::protobuf::Timestamp& time) { return time.seconds() == 0 ? "" : Show(TimeOf(time)); }

// A deadline is stored as the first instant that is late, which at midnight reads like one day too many.
std::string ShowDue(const google::protobuf::Timestamp& due) {
  if (due.seconds() == 0) return "";
  const absl::CivilSecond civil = absl::ToCivilSecond(TimeOf(due), CityZone());
  if (civil.hour() != 0 || civil.minute() != 0 || civil.second() != 0) return Show(due);
  return absl::FormatCivilTime(absl::CivilDay(civil) - 1) + " 24:00";
}

std::string ShowDue(std::string_view due) {
  const auto time = ParseMoment(due);
  return time.ok() ? ShowDue(TimestampOf(*time)) : std::string(due);
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp out;
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1'000'000, rest = micros % 1'000'000;
  if (rest < 0) {
    --seconds;
    rest += 1'000'000;
  }
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(rest * 1000));
  return out;
}

}  // namespace lianban::cli
