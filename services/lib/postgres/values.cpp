// Text forms of values, as PostgreSQL reads and writes them.

#include <charconv>

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

int64_t FromTimestamp(std::string_view text) {
  LIANBAN_CHECK(text.ends_with("+00"), "the session does not run in UTC: \"{}\"", text);
  text.remove_suffix(3);
  absl::Time time;
  std::string error;
  const bool ok = absl::ParseTime("%Y-%m-%d %H:%M:%E*S", absl::string_view(text.data(), text.size()), &time, &error);
  LIANBAN_CHECK(ok, "not a timestamp: \"{}\": {}", text, error);
  return absl::ToUnixMicros(time);
}

int64_t Rows::GetInt(int row, int column) const { return Number(Get(row, column)); }

bool Rows::GetBool(int row, int column) const { return Get(row, column) == "t"; }

}  // namespace lianban::postgres
