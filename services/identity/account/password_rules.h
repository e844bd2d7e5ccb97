#pragma once
// Which passwords are taken: length and guessability, no composition rules (NIST SP 800-63B 5.1.1.2).

#include <string_view>

#include "absl/status/status.h"

namespace lianban::identity {

inline constexpr int kPasswordCharactersMin = 8, kPasswordCharactersMax = 128;

// PASSWORD_LENGTH or PASSWORD_GUESSABLE.
absl::Status CheckNewPassword(std::string_view password, std::string_view login);

}  // namespace lianban::identity
