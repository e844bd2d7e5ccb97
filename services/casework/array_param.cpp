#include "services/casework/array_param.h"

#include <array>

namespace lianban::casework {
namespace {

void AppendDigits(std::string& out, int64_t value, int width) {
  std::array<char, 20> digits;
  int count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  for (int i = count; i < width; ++i) out += '0';
  while (count > 0) out += digits[--count];
}

// absl::FormatTime costs a microsecond; a batch writes hundreds of times.
void AppendTime(std::string& out, absl::Time time) {
  if (time == absl::InfiniteFuture()) {
    out += "infinity";
    return;
  }
  if (time == absl::InfinitePast()) {
    out += "-infinity";
    return;
  }
  const absl::TimeZone::CivilInfo civil = absl::UTCTimeZone().At(time);
  AppendDigits(out, civil.cs.year(), 4);
  out += '-';
  AppendDigits(out, civil.cs.month(), 2);
  out += '-';
  AppendDigits(out, civil.cs.day(), 2);
  out += ' ';
  AppendDigits(out, civil.cs.hour(), 2);
  out += ':';
  AppendDigits(out, civil.cs.minute(), 2);
  out += ':';
  AppendDigits(out, civil.cs.second(), 2);
  out += '.';
  AppendDigits(out, absl::ToInt64Microseconds(civil.subsecond), 6);
  out += "+00";
}

}  // namespace

void ArrayParam::Separate() {
  if (text_.size() > 1) text_ += ',';
}

void ArrayParam::Add(std::string_view text) {
  Separate();
  text_ += '"';
  size_t start = 0;
  for (;;) {
    const size_t end = text.find_first_of("\"\\", start);
    text_ += text.substr(start, end - start);
    if (end == std::string_view::npos) break;
    text_ += '\\';
    text_ += text[end];
    start = end + 1;
  }
  text_ += '"';
}

void ArrayParam::AddInt(int64_t value) {
  Separate();
  text_ += std::to_string(value);
}

void ArrayParam::AddBool(bool value) {
  Separate();
  text_ += value ? 't' : 'f';
}

void ArrayParam::AddBytes(std::string_view raw) {
  static constexpr char kDigits[] = "0123456789abcdef";
  Separate();
  text_.reserve(text_.size() + 2 * raw.size() + 6);
  text_ += "\"\\\\x";
  for (const unsigned char c : raw) {
    text_ += kDigits[c >> 4];
    text_ += kDigits[c & 15];
  }
  text_ += '"';
}

void ArrayParam::AddTime(absl::Time time) {
  Separate();
  text_ += '"';
  AppendTime(text_, time);
  text_ += '"';
}

void ArrayParam::AddNull() {
  Separate();
  text_ += "NULL";
}

postgres::Param ArrayParam::Take() {
  text_ += '}';
  return std::move(text_);
}

std::string TimeText(absl::Time time) {
  std::string out;
  AppendTime(out, time);
  return out;
}

absl::Time TimeFromText(std::string_view text) {
  if (text == "infinity") return absl::InfiniteFuture();
  if (text == "-infinity") return absl::InfinitePast();
  return absl::FromUnixMicros(postgres::FromTimestamp(text));
}

}  // namespace lianban::casework
