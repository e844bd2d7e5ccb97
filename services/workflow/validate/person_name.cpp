#include "services/workflow/validate/person_name.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

bool IsHan(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF) || c == U'〇'; }
bool IsLatin(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

constexpr std::u32string_view kCompound[] = {U"欧阳", U"司马", U"上官", U"诸葛", U"司徒", U"东方", U"皇甫", U"尉迟",
                                             U"公孙", U"慕容", U"令狐", U"夏侯", U"长孙", U"宇文", U"端木", U"南宫"};

}  // namespace

absl::StatusOr<std::string> ParsePersonName(std::string_view text) {
  std::u32string name = CodePoints(Tidy(text));
  for (char32_t& c : name) {
    if (c == U'•' || c == U'・' || c == U'‧' || c == U'.') c = IsHan(name[0]) ? U'·' : c;
  }
  const auto count = [&](auto test) { return static_cast<size_t>(std::count_if(name.begin(), name.end(), test)); };
  const bool inner_ends = !name.empty() && name.front() != U'·' && name.back() != U'·';
  const size_t han = count(IsHan), dots = count([](char32_t c) { return c == U'·'; });
  const bool chinese = name.size() >= 2 && name.size() <= 30 && han + dots == name.size() && han >= 2 && inner_ends;
  const size_t marks = count([](char32_t c) { return c == ' ' || c == '-' || c == '\'' || c == '.' || c == ','; });
  const size_t letters = count(IsLatin);
  const bool latin = letters >= 2 && letters + marks == name.size() && name.size() <= 60 && IsLatin(name[0]);
  if (!chinese && !latin) return Error("PERSON_NAME_INVALID");
  return Utf8(name);
}

size_t FamilyNameLength(std::u32string_view name) {
  if (name.size() < 3) return 1;
  const bool compound = std::find(std::begin(kCompound), std::end(kCompound), name.substr(0, 2)) != std::end(kCompound);
  return compound || (name.size() == 4 && name.find(U'·') == name.npos) ? 2 : 1;
}

}  // namespace lianban::workflow
