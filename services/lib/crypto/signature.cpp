#include <sodium.h>

#include "services/lib/check/check.h"
#include "services/lib/crypto/bytes.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {

SigningKey NewSigningKey() { return SigningKeyFromSeed(RandomBytes(crypto_sign_SEEDBYTES)); }

SigningKey SigningKeyFromSeed(std::string_view seed) {
  LIANBAN_CHECK(seed.size() == crypto_sign_SEEDBYTES, "an Ed25519 seed has 32 bytes, not {}", seed.size());
  SigningKey key{std::string(seed), std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
  std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(Data(key.public_key), Data(secret), Data(seed));
  sodium_memzero(secret.data(), secret.size());
  return key;
}

std::string Sign(const SigningKey& key, std::string_view message) {
  // libsodium's secret key is the seed followed by the public key.
  std::string secret = key.seed + key.public_key, signature(crypto_sign_BYTES, '\0');
  LIANBAN_CHECK(secret.size() == crypto_sign_SECRETKEYBYTES, "a signing key of the wrong size");
  crypto_sign_detached(Data(signature), nullptr, Data(message), message.size(), Data(secret));
  sodium_memzero(secret.data(), secret.size());
  return signature;
}

bool VerifySignature(std::string_view public_key, std::string_view message, std::string_view signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Data(signature), Data(message), message.size(), Data(public_key)) == 0;
}

}  // namespace lianban::crypto
