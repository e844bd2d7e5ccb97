// Sealed form: "v1" | algorithm | key version | nonce | ciphertext | tag.  The head is authenticated together with the
// caller's aad.  AES-256-GCM: nonce 12, tag 16 (NIST SP 800-38D).  SM4: OpenSSL 3.0 has no SM4-GCM, so SM4-CBC (GB/T
// 32907) with HMAC-SM3 over everything before it (encrypt, then MAC), under two keys derived from the given one.

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

#include "services/lib/check/check.h"
#include "services/lib/crypto/bytes.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {
namespace {

constexpr std::string_view kMagic = "v1";
constexpr size_t kHead = 4;

struct Shape {
  size_t nonce, tag;
};
Shape ShapeOf(FieldCipher cipher) { return cipher == FieldCipher::kAes256Gcm ? Shape{12, 16} : Shape{16, 32}; }

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Context NewContext() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

std::string HmacSm3(std::string_view key, std::string_view data) {
  std::string mac(32, '\0');
  LIANBAN_CHECK(HMAC(EVP_sm3(), key.data(), static_cast<int>(key.size()), Data(data), data.size(), Data(mac), nullptr),
                "HMAC-SM3");
  return mac;
}

// Lengths first, so that head and aad cannot trade bytes.
std::string Bound(std::string_view head, std::string_view aad) {
  std::string out(head);
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(static_cast<uint64_t>(aad.size()) >> shift);
  return out += aad;
}

// One pass of a cipher over `input`; nullopt when the padding or the tag is wrong. `tag` is read or written for GCM.
struct Pass {
  const EVP_CIPHER* algorithm;
  bool encrypt;
  std::string_view key, nonce, aad;
};

bool Run(const Pass& pass, std::string_view input, std::string& output, std::string& tag) {
  const Context context = NewContext();
  const bool gcm = EVP_CIPHER_get_mode(pass.algorithm) == EVP_CIPH_GCM_MODE;
  output.assign(input.size() + 32, '\0');
  int count = 0, rest = 0;
  LIANBAN_CHECK(
      EVP_CipherInit_ex(context.get(), pass.algorithm, nullptr, Data(pass.key), Data(pass.nonce), pass.encrypt) == 1,
      "cipher");
  if (gcm && EVP_CipherUpdate(context.get(), nullptr, &count, Data(pass.aad), static_cast<int>(pass.aad.size())) != 1) {
    return false;
  }
  if (EVP_CipherUpdate(context.get(), Data(output), &count, Data(input), static_cast<int>(input.size())) != 1)
    return false;
  if (gcm && !pass.encrypt &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag.size()), tag.data()) != 1) {
    return false;
  }
  if (EVP_CipherFinal_ex(context.get(), Data(output) + count, &rest) != 1) return false;
  output.resize(static_cast<size_t>(count + rest));
  return !gcm || !pass.encrypt ||
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag.size()), tag.data()) == 1;
}

struct Sm4Keys {
  std::string cipher, mac;
};
Sm4Keys DeriveSm4(std::string_view key) {
  return {HmacSm3(key, "lianban field sm4-cbc").substr(0, 16), HmacSm3(key, "lianban field hmac-sm3")};
}

absl::Status Unreadable() { return absl::DataLossError("a sealed value was changed, moved or belongs to another key"); }

}  // namespace

std::string EncryptField(FieldCipher cipher, uint8_t key_version, std::string_view key, std::string_view aad,
                         std::string_view plain) {
  LIANBAN_CHECK(key.size() == 32, "a field key has 32 bytes, not {}", key.size());
  const Shape shape = ShapeOf(cipher);
  std::string head(kMagic);
  head += static_cast<char>(cipher);
  head += static_cast<char>(key_version);
  const std::string nonce = RandomBytes(shape.nonce), bound = Bound(head, aad);
  std::string sealed, tag(shape.tag, '\0');
  if (cipher == FieldCipher::kAes256Gcm) {
    LIANBAN_CHECK(Run({EVP_aes_256_gcm(), true, key, nonce, bound}, plain, sealed, tag), "AES-256-GCM");
  } else {
    const Sm4Keys keys = DeriveSm4(key);
    LIANBAN_CHECK(Run({EVP_sm4_cbc(), true, keys.cipher, nonce, {}}, plain, sealed, tag), "SM4-CBC");
    tag = HmacSm3(keys.mac, bound + nonce + sealed);
  }
  return head + nonce + sealed + tag;
}

absl::StatusOr<std::string> DecryptField(std::string_view key, std::string_view aad, std::string_view sealed) {
  LIANBAN_CHECK(key.size() == 32, "a field key has 32 bytes, not {}", key.size());
  if (!KeyVersionOf(sealed).ok()) return Unreadable();
  const auto cipher = static_cast<FieldCipher>(sealed[2]);
  const Shape shape = ShapeOf(cipher);
  if (sealed.size() < kHead + shape.nonce + shape.tag) return Unreadable();
  const auto nonce = sealed.substr(kHead, shape.nonce);
  const auto body = sealed.substr(kHead + shape.nonce, sealed.size() - kHead - shape.nonce - shape.tag);
  std::string tag(sealed.substr(sealed.size() - shape.tag)), plain;
  const std::string bound = Bound(sealed.substr(0, kHead), aad);
  if (cipher == FieldCipher::kAes256Gcm) {
    if (!Run({EVP_aes_256_gcm(), false, key, nonce, bound}, body, plain, tag)) return Unreadable();
    return plain;
  }
  const Sm4Keys keys = DeriveSm4(key);
  const std::string expected = HmacSm3(keys.mac, bound + std::string(nonce) + std::string(body));
  if (!EqualConstantTime(expected, tag) || !Run({EVP_sm4_cbc(), false, keys.cipher, nonce, {}}, body, plain, tag)) {
    return Unreadable();
  }
  return plain;
}

absl::StatusOr<uint8_t> KeyVersionOf(std::string_view sealed) {
  if (sealed.size() < kHead || !sealed.starts_with(kMagic)) return Unreadable();
  const auto cipher = static_cast<FieldCipher>(sealed[2]);
  if (cipher != FieldCipher::kAes256Gcm && cipher != FieldCipher::kSm4Sm3) return Unreadable();
  return static_cast<uint8_t>(sealed[3]);
}

}  // namespace lianban::crypto
