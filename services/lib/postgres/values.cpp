// Text forms of values, as PostgreSQL reads and writes them.

#include <charconv>
#include <chrono>

#include "absl/strings/escaping.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/postgres/database.h"

namespace lianban::postgres {
namespace {

void AppendQuoted(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

int64_t Number(std::string_view text) {
  int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  LIANBAN_CHECK(result.ec == std::errc() && result.ptr == text.data() + text.size(), "not an integer: \"{}\"", text);
  return value;
}

}  // namespace

std::string NullableTextArray(const std::vector<Param>& values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    if (value) {
      AppendQuoted(out, *value);
    } else {
      out += "NULL";
    }
  }
  return out += '}';
}

std::string TextArray(const std::vector<std::string>& values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    AppendQuoted(out, value);
  }
  return out += '}';
}

std::string Bytes(std::string_view raw) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\\x";
  out.reserve(2 + 2 * raw.size());
  for (const unsigned char c : raw) {
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

std::string FromBytes(std::string_view text) {
  LIANBAN_CHECK(text.size() >= 2 && text.substr(0, 2) == "\\x", "bytea is not in hexadecimal form");
  return absl::HexStringToBytes(absl::string_view(text.data() + 2, text.size() - 2));
}

std::string Timestamp(int64_t unix_micros) {
  const absl::Time time = absl::FromUnixMicros(unix_micros);
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

// By position: a page of the inbox holds a hundred and fifty of them, and a general parser takes a microsecond for each.
int64_t FromTimestamp(std::string_view text) {
  LIANBAN_CHECK(text.ends_with("+00"), "the session does not run in UTC: \"{}\"", text);
  const auto part = [&](size_t begin, size_t count) {
    int64_t value = 0;
    LIANBAN_CHECK(begin + count + 3 <= text.size(), "not a timestamp: \"{}\"", text);
    const auto [end, error] = std::from_chars(text.data() + begin, text.data() + begin + count, value);
    LIANBAN_CHECK(error == std::errc() && end == text.data() + begin + count, "not a timestamp: \"{}\"", text);
    return value;
  };
  using std::chrono::year, std::chrono::month, std::chrono::day, std::chrono::sys_days;
  const sys_days date = year(static_cast<int>(part(0, 4))) / month(static_cast<unsigned>(part(5, 2))) /
                        day(static_cast<unsigned>(part(8, 2)));
  const int64_t seconds = date.time_since_epoch().count() * int64_t{86400} + part(11, 2) * 3600 + part(14, 2) * 60 +
                          part(17, 2);
  int64_t micros = 0;
  const size_t digits = text.size() > 22 ? text.size() - 23 : 0;  // after "2026-11-21 00:30:08." and before "+00"
  if (digits > 0) micros = part(20, digits);
  for (size_t i = digits; i < 6; ++i) micros *= 10;
  return seconds * 1'000'000 + micros;
}

int64_t Rows::GetInt(int row, int column) const { return Number(Get(row, column)); }

bool Rows::GetBool(int row, int column) const { return Get(row, column) == "t"; }

}  // namespace lianban::postgres
