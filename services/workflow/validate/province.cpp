#include "services/workflow/validate/province.h"

namespace lianban::workflow {

bool IsProvince(std::string_view two_digits) {
  if (two_digits.size() != 2) return false;
  constexpr std::string_view kLastDigits[] = {"", "12345", "123", "1234567", "123456", "01234", "12345", "1", "12", ""};
  const char first = two_digits[0], second = two_digits[1];
  if (first < '0' || first > '9') return false;
  return kLastDigits[first - '0'].find(second) != std::string_view::npos;
}

}  // namespace lianban::workflow
