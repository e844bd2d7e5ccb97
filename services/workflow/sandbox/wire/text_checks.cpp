#include "services/workflow/sandbox/wire/text_checks.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace lianban::workflow::sandbox {

int DecodeUtf8(std::string_view text, size_t at, char32_t* code_point) {
  auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0; };
  uint8_t first = byte(at);
  if (at >= text.size()) return 0;
  if (first < 0x80) {
    *code_point = first;
    return 1;
  }
  int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4) return 0;
  char32_t value = first & (0xFF >> (length + 1));
  for (int i = 1; i < length; ++i) {
    uint8_t next = byte(at + i);
    if ((next & 0xC0) != 0x80) return 0;
    value = value << 6 | (next & 0x3F);
  }
  static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  *code_point = value;
  return length;
}

bool AppendUtf8(std::string& out, uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
  return true;
}

bool IsUtf8(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  char32_t code_point;
  for (size_t at = 0; at < text.size();) {
    uint64_t eight = kHighBits;
    if (at + sizeof eight <= text.size()) std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) == 0) {
      at += sizeof eight;
      continue;
    }
    if (static_cast<uint8_t>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    if (IsIdeograph(text, at)) {
      at += 3;
      continue;
    }
    int length = DecodeUtf8(text, at, &code_point);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string Printable(std::string_view text, size_t bytes_max) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (plain) return std::string(text.substr(0, bytes_max));
  std::string out;
  for (size_t at = 0; at < text.size();) {
    char32_t c = 0;
    int length = DecodeUtf8(text, at, &c);
    bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    std::string_view piece = length == 0 || control ? "?" : text.substr(at, length);
    if (out.size() + piece.size() > bytes_max) break;
    out += piece;
    at += length == 0 ? 1 : length;
  }
  return out;
}

}  // namespace lianban::workflow::sandbox
