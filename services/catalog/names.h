#pragma once
// The shapes of names in catalog.

#include <string_view>

namespace lianban::catalog {

// "LA01": 2 to 12 capital letters and digits, beginning with a letter; it becomes part of receipt numbers.
bool IsItemCode(std::string_view text);
// "legal_aid": small letters, digits and underscores, beginning with a letter; at most 64.
bool IsProcessName(std::string_view text);
// "la.review", "legal_aid.examine": names as above joined by dots.
bool IsDottedName(std::string_view text);

}  // namespace lianban::catalog
