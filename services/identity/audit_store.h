#pragma once
// Who did what to whom: append only, and on its way into the city's log.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

struct AuditEntry {
  std::string actor_id, action, subject;
  std::map<std::string, std::string> detail;  // kept as JSON; no secret
};

absl::Status AppendAudit(postgres::Transaction& tx, const std::string& city, absl::Time now, const AuditEntry& entry);

}  // namespace lianban::identity
