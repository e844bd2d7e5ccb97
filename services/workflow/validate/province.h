#pragma once
// First two digits of GB/T 2260 codes, shared by identity numbers and area codes.

#include <string_view>

namespace lianban::workflow {

// 11–15, 21–23, 31–37, 41–46, 50–54, 61–65, 71, 81, 82.
bool IsProvince(std::string_view two_digits);

}  // namespace lianban::workflow
