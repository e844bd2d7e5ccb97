#include "services/lib/crypto/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {
namespace {

constexpr int64_t kDriftSteps = 1;

std::string HmacSha1(std::string_view key, std::string_view data) {
  std::string out(20, '\0');
  unsigned int size = 0;
  const auto* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(data.data()), data.size(),
                          reinterpret_cast<unsigned char*>(out.data()), &size);
  LIANBAN_CHECK(made != nullptr && size == out.size(), "HMAC-SHA-1");
  return out;
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string NewOneTimeSecret() { return RandomBytes(20); }

int64_t OneTimeStep(absl::Time time) { return absl::ToUnixSeconds(time) / kOneTimeStepSeconds; }

// RFC 4226 section 5.3: four bytes from the place the last half-byte names.
std::string OneTimeCode(std::string_view secret, int64_t step) {
  std::string counter(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8) counter[i] = static_cast<char>(step & 0xff);
  const std::string mac = HmacSha1(secret, counter);
  const size_t at = static_cast<unsigned char>(mac.back()) & 0x0f;
  uint32_t number = 0;
  for (size_t i = at; i < at + 4; ++i) number = (number << 8) | static_cast<unsigned char>(mac[i]);
  return fmt::format("{:06}", (number & 0x7fffffff) % 1'000'000);
}

std::optional<int64_t> MatchOneTimeCode(std::string_view secret, std::string_view code, absl::Time now, int64_t used) {
  std::optional<int64_t> matched;
  const int64_t current = OneTimeStep(now);
  for (int64_t step = current - kDriftSteps; step <= current + kDriftSteps; ++step) {
    if (EqualConstantTime(OneTimeCode(secret, step), code) && step > used && !matched) matched = step;
  }
  return matched;
}

std::string Base32(std::string_view data) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : data) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) out += kAlphabet[(bits >> (count - 5)) & 31];
  }
  if (count > 0) out += kAlphabet[(bits << (5 - count)) & 31];
  return out;
}

std::string OneTimeUri(std::string_view issuer, std::string_view account, std::string_view secret) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period={3}", Escaped(issuer),
                     Escaped(account), Base32(secret), kOneTimeStepSeconds);
}

}  // namespace lianban::crypto
