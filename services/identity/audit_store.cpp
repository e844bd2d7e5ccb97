#include "services/identity/audit_store.h"

#include <nlohmann/json.hpp>

#include "services/identity/command_context.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/journal/journal.h"

namespace lianban::identity {

absl::Status AppendAudit(postgres::Transaction& tx, const std::string& city, absl::Time now, const AuditEntry& entry) {
  const std::string detail =
      nlohmann::json(entry.detail).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string entry_id = crypto::NewUuid();
  const absl::Status inserted =
      tx.Query("insert_audit_entry", {city, entry_id, Timestamp(now), entry.actor_id, entry.action, entry.subject, detail})
          .status();
  if (!inserted.ok()) return inserted;
  return journal::Write(tx, city, {.kind = entry.action,
                                   .subjects = {"identity.audit_entry " + entry_id},
                                   .time = now,
                                   .actor_class = entry.actor_id.empty() ? "system" : "person",
                                   .actor_id = entry.actor_id});
}

}  // namespace lianban::identity
