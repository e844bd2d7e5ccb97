#include "services/workflow/validate/characters.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

constexpr char32_t kBroken = 0xFFFD;

// Length of the sequence a lead byte announces; 0 when it is none.
int SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

}  // namespace

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size();) {
    const unsigned char lead = text[i];
    const int length = SequenceLength(lead);
    if (length == 0 || i + length > text.size()) {
      points += kBroken;
      ++i;
      continue;
    }
    char32_t point = length == 1 ? lead : lead & (0xFF >> (length + 1));
    int used = 1;
    while (used < length && (static_cast<unsigned char>(text[i + used]) & 0xC0) == 0x80) {
      point = point << 6 | (static_cast<unsigned char>(text[i + used]) & 0x3F);
      ++used;
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool whole = used == length && point >= kSmallest[length] && point <= 0x10FFFF &&
                       (point < 0xD800 || point > 0xDFFF);
    points += whole ? point : kBroken;
    i += used;
  }
  return points;
}

std::string Utf8(std::u32string_view points) {
  std::string out;
  for (char32_t point : points) {
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xC0 | point >> 6);
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      out += static_cast<char>(0xE0 | point >> 12);
      out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | point >> 18);
      out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
      out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return out;
}

std::string HalfWidth(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return std::string(text);
  std::u32string points = CodePoints(text);
  for (char32_t& point : points) {
    if (point >= 0xFF01 && point <= 0xFF5E) point -= 0xFEE0;
    if (point == 0x3000 || point == 0xA0) point = ' ';
  }
  return Utf8(points);
}

std::string_view Trimmed(std::string_view text) {
  // Space, tab, line ends; no-break and full-width space; zero-width space and byte order mark.
  constexpr std::string_view kBlank[] = {" ", "\t", "\r", "\n", "\u00A0", "\u3000", "\u200B", "\uFEFF"};
  for (bool again = true; again;) {
    again = false;
    for (std::string_view blank : kBlank) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
      if (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
    }
  }
  return text;
}

std::string Tidy(std::string_view text) { return HalfWidth(Trimmed(text)); }

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace lianban::workflow
