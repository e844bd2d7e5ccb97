#pragma once
// One-time codes of authenticator apps: TOTP (RFC 6238) with what every app understands, HMAC-SHA-1, 30 seconds, 6 digits.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace lianban::crypto {

inline constexpr int64_t kOneTimeStepSeconds = 30;

std::string NewOneTimeSecret();  // 20 bytes
int64_t OneTimeStep(absl::Time time);
std::string OneTimeCode(std::string_view secret, int64_t step);

// The step a code belongs to: the current one or one beside it (clocks differ), and later than `used`, so that no code
// is taken twice. nullopt when it is none of these. Compares in constant time.
std::optional<int64_t> MatchOneTimeCode(std::string_view secret, std::string_view code, absl::Time now, int64_t used);

std::string Base32(std::string_view data);  // RFC 4648, unpadded

// "otpauth://totp/…" as apps read it from a QR code.
std::string OneTimeUri(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace lianban::crypto
