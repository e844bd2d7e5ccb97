#include "services/cli/derived_id.h"

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::cli {

std::string DerivedUuid(std::string_view text) {
  std::string bytes = crypto::Sha256(text).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = crypto::Hex(bytes);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

}  // namespace lianban::cli
