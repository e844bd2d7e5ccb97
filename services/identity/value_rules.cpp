#include "services/identity/value_rules.h"

#include <algorithm>
#include <array>

#include "absl/time/civil_time.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr std::array<std::string_view, 6> kLevels = {"province", "city", "district", "street", "village", "grid"};

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Number of characters; -1 when the text is not UTF-8 or holds a control character.
int CountCharacters(std::string_view text) {
  int count = 0;
  for (size_t i = 0; i < text.size(); ++count) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const size_t length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (length == 0 || i + length > text.size() || c < 0x20 || c == 0x7f) return -1;
    uint32_t point = length == 1 ? c : c & (0xff >> (length + 1));
    for (size_t k = 1; k < length; ++k) {
      const unsigned char next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return -1;
      point = point << 6 | (next & 0x3f);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) || (point >= 0x80 && point < 0xa0))
      return -1;
    i += length;
  }
  return count;
}

bool IsWord(std::string_view text, size_t min, size_t max, std::string_view others) {
  return text.size() >= min && text.size() <= max && std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
         });
}

}  // namespace

absl::Status CheckText(std::string_view field, std::string_view value, int min, int max) {
  const int count = CountCharacters(value);
  if (count >= min && count <= max) return absl::OkStatus();
  return Error("TEXT_INVALID",
               {{"field", std::string(field)}, {"min", std::to_string(min)}, {"max", std::to_string(max)}});
}

absl::Status CheckChoice(std::string_view field, std::string_view value,
                         std::initializer_list<std::string_view> choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return absl::OkStatus();
  return Error("CHOICE_INVALID", {{"field", std::string(field)},
                                  {"value", std::string(value.substr(0, 64))},
                                  {"choices", fmt::format("{}", fmt::join(choices, " "))}});
}

absl::Status CheckAreaCode(std::string_view code) {
  const bool grid = code.size() == 16 && code[12] == 'G' && IsDigits(code.substr(13));
  const auto digits = grid ? code.substr(0, 12) : code;
  const size_t n = digits.size();
  if (IsDigits(digits) && (n == 2 || n == 4 || n == 6 || n == 9 || n == 12)) return absl::OkStatus();
  return Error("AREA_CODE_FORM", {{"code", std::string(code.substr(0, 32))}});
}

absl::Status CheckDate(std::string_view field, std::string_view date) {
  absl::CivilDay day;
  const bool form = date.size() == 10 && date[4] == '-' && date[7] == '-' && IsDigits(date.substr(0, 4)) &&
                    IsDigits(date.substr(5, 2)) && IsDigits(date.substr(8, 2));
  if (form && absl::ParseCivilTime(absl::string_view(date.data(), date.size()), &day) &&
      absl::FormatCivilTime(day) == absl::string_view(date.data(), date.size())) {
    return absl::OkStatus();
  }
  return Error("CHOICE_INVALID",
               {{"field", std::string(field)}, {"value", std::string(date.substr(0, 32))}, {"choices", "YYYY-MM-DD"}});
}

absl::Status CheckLogin(std::string_view login) {
  if (IsWord(login, 2, 64, "._-") && std::string_view("._-").find(login[0]) == std::string_view::npos)
    return absl::OkStatus();
  return Error("LOGIN_INVALID");
}

absl::Status CheckRole(std::string_view role) {
  if (IsWord(role, 1, 40, "_") && role[0] >= 'a' && role[0] <= 'z') return absl::OkStatus();
  return Error("ROLE_INVALID", {{"role", std::string(role.substr(0, 64))}});
}

absl::Status CheckIdentifier(std::string_view field, std::string_view value) {
  if (IsWord(value, 1, 64, "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-")) return absl::OkStatus();
  return Error(
      "CHOICE_INVALID",
      {{"field", std::string(field)}, {"value", std::string(value.substr(0, 64))}, {"choices", "A-Z a-z 0-9 . _ -"}});
}

int AreaRank(std::string_view level) {
  const auto it = std::find(kLevels.begin(), kLevels.end(), level);
  return it == kLevels.end() ? -1 : static_cast<int>(it - kLevels.begin());
}

}  // namespace lianban::identity
