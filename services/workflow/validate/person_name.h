#pragma once
// Names of people: Chinese characters with the middle dot, or Latin letters.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

// The name with spaces around it removed. Rare characters of every extension block are kept as they are (GB 18030-2022).
// Error: PERSON_NAME_INVALID.
absl::StatusOr<std::string> ParsePersonName(std::string_view text);

// How many characters of a Chinese name are the family name: 2 for 欧阳, 司马 …, otherwise 1.
size_t FamilyNameLength(std::u32string_view name);

}  // namespace lianban::workflow
