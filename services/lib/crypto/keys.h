#pragma once
// Keys of a deployment: files of mode 0600 under <data>/keys, made once by `lianban admin init-keys`.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianban::crypto {

struct Keys {
  std::string context;     // HMAC of signed contexts
  std::string field;       // wraps the data key of each city
  std::string index;       // HMAC for keyed-hash look-up
  std::string pepper;      // passwords
  std::string page_token;  // MAC of page tokens
  std::string audit_seed;  // Ed25519 seed of checkpoints
};

// Creates what is missing, never replaces what is there.
absl::Status InitKeys(const std::string& directory);
absl::StatusOr<Keys> LoadKeys(const std::string& directory);

}  // namespace lianban::crypto
