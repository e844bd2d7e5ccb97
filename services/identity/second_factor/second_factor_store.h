#pragma once
// Rows of second_factor and recovery_code, and the roles that need one.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/identity/command_context.h"
#include "services/lib/crypto/keys.h"

namespace lianban::identity {

struct FactorOwner {
  std::string city, user_id;
};

struct StoredFactor {
  std::string secret;  // opened
  int64_t last_step = 0;
  std::optional<absl::Time> confirm_time;
};

// nullopt when there is none. `lock`: until the transaction ends.
absl::StatusOr<std::optional<StoredFactor>> ReadFactor(postgres::Transaction& tx, const crypto::Keys& keys,
                                                       const FactorOwner& owner, bool lock);
// In place of one that is not confirmed. SECOND_FACTOR_EXISTS.
absl::Status PutFactor(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                       const std::string& secret, absl::Time now);
// Takes a code of the app, of a confirmed factor or for the first time; false when it is wrong or was taken before.
absl::StatusOr<bool> UseCode(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                             const std::string& code, absl::Time now);
// Takes a recovery code; false when there is none that has not been used.
absl::StatusOr<bool> UseRecoveryCode(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                                     const std::string& code, absl::Time now);
// New ones in place of the old ones; as the person is to keep them.
absl::StatusOr<std::vector<std::string>> MakeRecoveryCodes(postgres::Transaction& tx, const crypto::Keys& keys,
                                                           const FactorOwner& owner);
absl::StatusOr<int64_t> CountRecoveryCodes(postgres::Transaction& tx, const FactorOwner& owner);
// False when there was none.
absl::StatusOr<bool> DeleteFactor(postgres::Transaction& tx, const FactorOwner& owner);

absl::StatusOr<std::vector<std::string>> RolesThatNeedFactor(postgres::Transaction& tx, const std::string& city);

}  // namespace lianban::identity
