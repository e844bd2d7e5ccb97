#include "services/lib/crypto/derived_uuid.h"

#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {

std::string DerivedUuid(std::string_view text) {
  std::string bytes = Sha256(text).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string uuid = Hex(bytes);
  for (const int at : {8, 13, 18, 23}) uuid.insert(static_cast<size_t>(at), 1, '-');
  return uuid;
}

}  // namespace lianban::crypto
