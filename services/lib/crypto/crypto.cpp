#include "services/lib/crypto/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/bytes.h"

namespace lianban::crypto {
namespace {

std::string Digest(const EVP_MD* algorithm, std::string_view data) {
  std::string digest(EVP_MD_get_size(algorithm), '\0');
  LIANBAN_CHECK(EVP_Digest(data.data(), data.size(), Data(digest), nullptr, algorithm, nullptr) == 1, "digest");
  return digest;
}

}  // namespace

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  LIANBAN_CHECK(RAND_bytes(Data(bytes), static_cast<int>(count)) == 1, "no randomness");
  return bytes;
}

std::string Sha256(std::string_view data) { return Digest(EVP_sha256(), data); }
std::string Sm3(std::string_view data) { return Digest(EVP_sm3(), data); }

std::string HmacSha256(std::string_view key, std::string_view data) {
  std::string mac(32, '\0');
  LIANBAN_CHECK(
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Data(data), data.size(), Data(mac), nullptr),
      "HMAC");
  return mac;
}

bool EqualConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string Hex(std::string_view data) { return absl::BytesToHexString(absl::string_view(data.data(), data.size())); }

std::string Base64Url(std::string_view data) {
  return absl::WebSafeBase64Escape(absl::string_view(data.data(), data.size()));
}

absl::StatusOr<std::string> FromBase64Url(std::string_view text) {
  std::string out;
  const bool padded = text.find('=') != std::string_view::npos;
  // Only one spelling of a value is accepted, or a token could be varied without losing its meaning.
  if (padded || !absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &out) ||
      Base64Url(out) != text) {
    return absl::InvalidArgumentError("not unpadded base64url");
  }
  return out;
}

}  // namespace lianban::crypto
