#include <sodium.h>

#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr size_t kMemoryBytes = 19u << 20;

void Start() {
  static const int started = sodium_init();
  LIANBAN_CHECK(started >= 0, "libsodium does not start");
}

// The pepper makes a stolen table useless without the key file; hexadecimal, so that no byte ends the string early.
std::string Peppered(std::string_view password, std::string_view pepper) { return Hex(HmacSha256(pepper, password)); }

}  // namespace

std::string HashPassword(std::string_view password, std::string_view pepper) {
  Start();
  const std::string input = Peppered(password, pepper);
  char hash[crypto_pwhash_STRBYTES];
  LIANBAN_CHECK(
      crypto_pwhash_str_alg(hash, input.data(), input.size(), kPasses, kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) == 0,
      "no memory for a password hash");
  return hash;
}

bool CheckPassword(std::string_view hash, std::string_view password, std::string_view pepper, bool* needs_rehash) {
  Start();
  if (needs_rehash) *needs_rehash = false;
  const std::string stored(hash), input = Peppered(password, pepper);
  if (stored.size() >= crypto_pwhash_STRBYTES || !stored.starts_with(crypto_pwhash_STRPREFIX)) return false;
  if (crypto_pwhash_str_verify(stored.c_str(), input.data(), input.size()) != 0) return false;
  if (needs_rehash) *needs_rehash = crypto_pwhash_str_needs_rehash(stored.c_str(), kPasses, kMemoryBytes) != 0;
  return true;
}

}  // namespace lianban::crypto
