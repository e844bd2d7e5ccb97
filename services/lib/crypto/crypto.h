#pragma once
// Thin, named wrappers over OpenSSL and libsodium. Algorithms are named in every stored record, so that the national
// suite (SM3, SM4) and the international one can live side by side.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::crypto {

std::string RandomBytes(size_t count);
std::string Sha256(std::string_view data);  // 32 bytes
std::string Sm3(std::string_view data);
std::string HmacSha256(std::string_view key, std::string_view data);
bool EqualConstantTime(std::string_view a, std::string_view b);
std::string Hex(std::string_view data);
std::string Base64Url(std::string_view data);  // unpadded
absl::StatusOr<std::string> FromBase64Url(std::string_view text);

// UUID version 7 from a time and random bytes, lower-case text (RFC 9562).
std::string NewUuid();
bool IsUuid(std::string_view text);

// Argon2id (libsodium), m = 19 MiB, t = 2; PHC string. The pepper is a key outside the database (HMAC before hashing).
std::string HashPassword(std::string_view password, std::string_view pepper);
bool CheckPassword(std::string_view hash, std::string_view password, std::string_view pepper, bool* needs_rehash);

// Ed25519. Private key: 32-byte seed.
struct SigningKey {
  std::string seed, public_key;
};
SigningKey NewSigningKey();
SigningKey SigningKeyFromSeed(std::string_view seed);
std::string Sign(const SigningKey& key, std::string_view message);
bool VerifySignature(std::string_view public_key, std::string_view message, std::string_view signature);

// AEAD for single fields: "v1" + algorithm byte + key version + nonce + ciphertext + tag. `aad` binds the value to its
// place: city, table, column, row.  Algorithms: AES-256-GCM (1), SM4-CBC + HMAC-SM3 encrypt-then-MAC (2).
enum class FieldCipher : uint8_t { kAes256Gcm = 1, kSm4Sm3 = 2 };
std::string EncryptField(FieldCipher cipher, uint8_t key_version, std::string_view key, std::string_view aad,
                         std::string_view plain);
absl::StatusOr<std::string> DecryptField(std::string_view key, std::string_view aad, std::string_view sealed);
absl::StatusOr<uint8_t> KeyVersionOf(std::string_view sealed);

}  // namespace lianban::crypto
