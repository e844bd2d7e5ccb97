#pragma once
// Area codes: GB/T 2260 (6 digits), GB/T 10114 (+3), statistical 12 digits (+3), grids below.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

enum class AreaLevel { kProvince, kCity, kCounty, kStreet, kCommunity, kGrid };

struct AreaCode {
  std::string code;   // as given, tidied
  std::string brief;  // without the zeros that mark a higher level: 2, 4, 6, 9, 12 digits, or a grid: 330600000000 -> 3306
  AreaLevel level = AreaLevel::kProvince;
};

// Structure only: whether the area exists, and when it did, is a matter of imported data. Accepted lengths: 2, 4, 6, 9,
// 12 digits; grids of 12 digits + G + 3 digits, or 14 digits. Error: AREA_CODE_INVALID with detail.
absl::StatusOr<AreaCode> ParseAreaCode(std::string_view text);

}  // namespace lianban::workflow
