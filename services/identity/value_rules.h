#pragma once
// What the fields of areas, units and people may hold. INVALID_ARGUMENT with a reason of its own each.

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace lianban::identity {

// UTF-8 of min to max characters without control characters.
absl::Status CheckText(std::string_view field, std::string_view value, int min, int max);
absl::Status CheckChoice(std::string_view field, std::string_view value,
                         std::initializer_list<std::string_view> choices);
// 2, 4, 6, 9 or 12 digits, or a grid: 12 digits, G, 3 digits.
absl::Status CheckAreaCode(std::string_view code);
// YYYY-MM-DD of a day that exists.
absl::Status CheckDate(std::string_view field, std::string_view date);
absl::Status CheckLogin(std::string_view login);
absl::Status CheckRole(std::string_view role);
// Letters, digits, dash, underscore, dot; up to 64.
absl::Status CheckIdentifier(std::string_view field, std::string_view value);

// province 0, city 1, district 2, street 3, village 4, grid 5; -1 for anything else.
int AreaRank(std::string_view level);

}  // namespace lianban::identity
