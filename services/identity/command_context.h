#pragma once
// What every command of this service works with.

#include <functional>

#include "absl/time/time.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/context.h"

namespace lianban::identity {

struct CommandContext {
  postgres::Database& database;
  const crypto::Keys& keys;
  const rpc::ContextSigner& signer;
  std::function<absl::Time()> now;
};

inline std::string Timestamp(absl::Time time) { return postgres::Timestamp(absl::ToUnixMicros(time)); }
inline absl::Time TimeOf(std::string_view text) { return absl::FromUnixMicros(postgres::FromTimestamp(text)); }

}  // namespace lianban::identity
