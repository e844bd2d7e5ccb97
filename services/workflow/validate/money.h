#pragma once
// Money is a whole number of fen (分) everywhere inside; people read and write yuan.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

// "298000", "298,000.00", "0.5", "￥12.30", "12元"; at most two decimals; never negative; below 10^12 yuan. Commas stand
// before groups of three. Error: MONEY_INVALID.
absl::StatusOr<int64_t> FenFromYuan(std::string_view text);

std::string YuanFromFen(int64_t fen);         // 298000.00, -0.05
std::string GroupedYuanFromFen(int64_t fen);  // 298,000.00

// As agreements print it: 人民币贰拾玖万捌仟元整. A negative amount begins 人民币负.
std::string MoneyInChinese(int64_t fen);

}  // namespace lianban::workflow
