#pragma once
// Text that crosses the border of the sandbox.

#include <string>
#include <string_view>

namespace lianban::workflow::sandbox {

// The three bytes from `at` on are one of the ideographs U+4000 to U+9FFF: most of what a Chinese text consists of, and valid whatever
// the second and third byte of it are.
inline bool IsIdeograph(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return at + 3 <= text.size() && byte(0) >= 0xE4 && byte(0) <= 0xE9 && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80;
}

// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

// Length in bytes of the well-formed character at `text[at]`, with its code point; 0 when it is not well-formed.
int DecodeUtf8(std::string_view text, size_t at, char32_t* code_point);

// Appends the UTF-8 form of a code point up to U+10FFFF that is not a surrogate; false otherwise.
bool AppendUtf8(std::string& out, uint32_t code_point);

// Fit for a message: at most `bytes_max` bytes, cut between characters, control characters and bad bytes as '?'.
std::string Printable(std::string_view text, size_t bytes_max);

}  // namespace lianban::workflow::sandbox
