#include "services/workflow/validate/case_number.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

constexpr size_t kAreaDigits = 6, kDayDigits = 8, kSerialDigits = 5;
constexpr size_t kFixed = kAreaDigits + kDayDigits + kSerialDigits;
constexpr int kSerialMax = 99'999;

bool IsItem(std::string_view item) {
  const bool plain = std::all_of(item.begin(), item.end(),
                                 [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return plain && item.size() >= 2 && item.size() <= 12 && item[0] >= 'A';
}

char CheckDigit(std::string_view body) {
  std::string digits;
  for (char c : body) digits += c >= 'A' ? std::to_string(c - 'A' + 10) : std::string(1, c);
  return Mod1110CheckDigit(digits);
}

}  // namespace

char Mod1110CheckDigit(std::string_view digits) {
  int product = 10;
  for (char c : digits) {
    int sum = (product + (c - '0')) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

absl::StatusOr<std::string> FormatCaseNumber(const CaseNumber& number) {
  if (number.serial > kSerialMax) return Error("CASE_NUMBER_EXHAUSTED", {{"item", number.item}});
  const bool shaped = number.area.size() == kAreaDigits && IsDigits(number.area) && IsItem(number.item) &&
                      number.serial >= 1 && number.day.year() >= 1000 && number.day.year() <= 9999;
  if (!shaped) return Error("CASE_NUMBER_INVALID");
  std::string out = fmt::format("{}{}{:04}{:02}{:02}{:05}", number.area, number.item, number.day.year(),
                                number.day.month(), number.day.day(), number.serial);
  out += CheckDigit(out);
  return out;
}

absl::StatusOr<CaseNumber> ParseCaseNumber(std::string_view text) {
  std::string compact = Tidy(text);
  std::erase_if(compact, [](char c) { return c == ' ' || c == '-'; });
  for (char& c : compact) {
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  }
  if (compact.size() < kFixed + 1 + 2) return Error("CASE_NUMBER_INVALID");
  const std::string_view body = std::string_view(compact).substr(0, compact.size() - 1);
  const size_t item_size = body.size() - kFixed;
  const std::string_view tail = body.substr(kAreaDigits + item_size);
  CaseNumber out{std::string(body.substr(0, kAreaDigits)), std::string(body.substr(kAreaDigits, item_size)), {}, 0};
  if (!IsDigits(out.area) || !IsItem(out.item) || !IsDigits(tail) || !IsDigits(compact.substr(compact.size() - 1))) {
    return Error("CASE_NUMBER_INVALID");
  }
  if (compact.back() != CheckDigit(body)) return Error("CASE_NUMBER_CHECKSUM");
  const int ymd = std::stoi(std::string(tail.substr(0, kDayDigits)));
  out.day = absl::CivilDay(ymd / 10000, ymd / 100 % 100, ymd % 100);
  out.serial = std::stoi(std::string(tail.substr(kDayDigits)));
  const bool exists = out.day.month() == ymd / 100 % 100 && out.day.day() == ymd % 100;
  if (!exists || out.serial == 0) return Error("CASE_NUMBER_INVALID");
  return out;
}

}  // namespace lianban::workflow
