#pragma once
// What people type, brought to one form before it is judged.

#include <string>
#include <string_view>

namespace lianban::workflow {

// Full-width letters, digits, signs and space (U+FF01–FF5E, U+3000) and the no-break space become their ASCII twins; everything else stays.
std::string HalfWidth(std::string_view text);
// Without white space at both ends, of whatever width: spreadsheets and pages bring no-break spaces and marks of no width along.
std::string_view Trimmed(std::string_view text);
// HalfWidth, trimmed.
std::string Tidy(std::string_view text);

bool IsDigits(std::string_view text);  // at least one, ASCII only

// Code points of UTF-8 text; a broken sequence becomes U+FFFD. The reverse of Utf8.
std::u32string CodePoints(std::string_view text);
std::string Utf8(std::u32string_view points);

}  // namespace lianban::workflow
