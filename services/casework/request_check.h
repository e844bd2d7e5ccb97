#pragma once
// Checks of single request fields. Errors are REQUEST_INVALID with the name of the field.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lianban::casework {

inline constexpr size_t kJsonBytesMax = 256 << 10;
inline constexpr size_t kTitleCharactersMax = 200;
inline constexpr size_t kReasonCharactersMax = 4000;

// Lower-case UUID. Error: REQUEST_ID_REQUIRED when it is missing or none.
absl::StatusOr<std::string> RequestId(std::string_view text);
// Lower-case UUID of a case. Error: NOT_FOUND: what is no UUID is no case.
absl::StatusOr<std::string> CaseId(std::string_view text);
// At most `characters_max` code points, no control characters but line breaks and tabs.
absl::Status CheckText(std::string_view field, std::string_view text, size_t characters_max);
// Letters, digits and . _ - / at most 128 long, or empty: ids and names that are looked up somewhere.
absl::Status CheckName(std::string_view field, std::string_view text);
// A JSON object, or {} when empty; bounded in size and depth.
absl::StatusOr<nlohmann::json> JsonObject(std::string_view field, std::string_view text);
// 0 = 50; more than 1000 is 1000. Error when negative.
absl::StatusOr<int> PageSize(int32_t asked);

}  // namespace lianban::casework
