#include "services/identity/audit_store.h"

#include <nlohmann/json.hpp>

#include "services/identity/command_context.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::identity {

absl::Status AppendAudit(postgres::Transaction& tx, const std::string& city, absl::Time now, const AuditEntry& entry) {
  const std::string detail =
      nlohmann::json(entry.detail).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return tx
      .Query("insert_audit_entry",
             {city, crypto::NewUuid(), Timestamp(now), entry.actor_id, entry.action, entry.subject, detail})
      .status();
}

}  // namespace lianban::identity
