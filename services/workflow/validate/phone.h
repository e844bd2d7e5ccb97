#pragma once
// Telephone numbers of mainland China: mobile, landline with area code, and service numbers.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

struct Phone {
  enum class Kind { kMobile, kLandline, kService };
  std::string number;  // mobile: 11 digits; landline: 0571-12345678 or 0571-12345678-123; service: digits
  Kind kind = Kind::kMobile;
};

// +86 (or 86 before a mobile number), spaces and hyphens are taken away first. A landline is written back with one hyphen
// after the area code: 010 and 02x have three digits, all others four. Error: PHONE_INVALID.
absl::StatusOr<Phone> ParsePhone(std::string_view text);

}  // namespace lianban::workflow
