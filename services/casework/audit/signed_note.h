#pragma once
// A checkpoint as a signed note (the text form shared by transparency logs): origin, size, root, time, signature.
//
//   lianban/330600
//   1024
//   <root, base64>
//   2026-03-03T10:20:00Z
//
//   — lianban/330600 <4 bytes of key hash and the Ed25519 signature, base64>
//
// The signature covers everything up to and including the line break before the empty line.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/casework/audit/merkle_tree.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::audit {

struct SignedCheckpoint {
  std::string city_id;
  int64_t tree_size = 0;
  Hash root_hash;
  absl::Time time;
  std::string key_id;     // 8 hex digits
  std::string signature;  // 64 raw bytes
  std::string note;
};

SignedCheckpoint SignCheckpoint(std::string_view city_id, int64_t tree_size, const Hash& root, absl::Time time,
                                const crypto::SigningKey& key);

// Parses and checks the signature. Error: CHECKPOINT_INVALID with what is wrong.
absl::StatusOr<SignedCheckpoint> OpenNote(std::string_view note, std::string_view public_key);

}  // namespace lianban::audit
