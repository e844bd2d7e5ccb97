#include "services/casework/store/array_param.h"

#include <array>
#include <utility>

#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"

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

void ArrayParam::Append(const postgres::Param& value) {
  text_ += text_.empty() ? '{' : ',';
  if (!value) {
    text_ += "NULL";
    return;
  }
  // Byte by byte into room for the worst: JSON is full of quotes, so there is nothing to skip to.
  const size_t begun = text_.size();
  text_.resize(begun + 2 * value->size() + 2);
  char* out = text_.data() + begun;
  *out++ = '"';
  for (const char c : *value) {
    if (c == '"' || c == '\\') *out++ = '\\';
    *out++ = c;
  }
  *out++ = '"';
  text_.resize(static_cast<size_t>(out - text_.data()));
}

void ArrayParam::Add(postgres::Param value) {
  if (count_ == 1) Append(first_);
  if (count_ >= 1) Append(value);
  if (count_ == 0) first_ = std::move(value);
  ++count_;
}

void ArrayParam::AddInt(int64_t value) { Add(std::to_string(value)); }

void ArrayParam::AddBool(bool value) { Add(value ? "t" : "f"); }

void ArrayParam::AddBytes(std::string_view raw) { Add("\\x" + crypto::Hex(raw)); }

void ArrayParam::AddTime(absl::Time time) { Add(TimeText(time)); }

void ArrayParam::AddNull() { Add(std::nullopt); }

postgres::Param ArrayParam::TakeArray() {
  if (count_ == 1) Append(first_);
  if (count_ == 0) text_ = "{";
  count_ = 0;
  return std::exchange(text_, {}) + '}';
}

postgres::Param ArrayParam::TakeOnly() {
  LIANBAN_CHECK(count_ == 1, "{} values", count_);
  count_ = 0;
  return std::exchange(first_, {});
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
