#include "services/catalog/names.h"

#include <algorithm>

namespace lianban::catalog {
namespace {

bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsItemCode(std::string_view text) {
  return text.size() >= 2 && text.size() <= 12 && IsCapital(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsCapital(c) || IsDigit(c); });
}

bool IsProcessName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && IsSmall(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsSmall(c) || IsDigit(c) || c == '_'; });
}

bool IsDottedName(std::string_view text) {
  if (text.size() > 128) return false;
  for (;;) {
    const size_t dot = text.find('.');
    if (!IsProcessName(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace lianban::catalog
