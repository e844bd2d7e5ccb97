#pragma once
// What would become of the running cases of a plan, a page at a time.

#include "services/casework/case/form_seals.h"
#include "services/casework/migration/migration_orders.h"
#include "services/casework/peers/environment_cache.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"
#include "services/workflow/migration/move.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::casework {

struct PreviewParts {
  ConnectionPool& connections;
  FormSeals& seals;
  ReleaseCache& releases;
  EnvironmentCache& environments;
  workflow::ScriptHost& scripts;
  workflow::PositionBook& positions;
  const PageTokens& tokens;
};

// `migration` holds the plan; the caller's right to it has been checked. Errors: NOT_FOUND, RELEASE_UNAVAILABLE,
// PAGE_TOKEN_INVALID, DATABASE_UNAVAILABLE.
absl::StatusOr<v1::PreviewMigrationResponse> PreviewMigration(const PreviewParts& parts, const rpc::Context& caller,
                                                              const StoredMigration& migration,
                                                              const v1::PreviewMigrationRequest& request);

}  // namespace lianban::casework
