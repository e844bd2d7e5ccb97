#pragma once
// The commands by which a migration moves its cases. Their request ids follow from migration and case, so that a case is
// moved once, whoever is killed meanwhile.

#include "services/casework/command/order.h"
#include "services/casework/migration/migration_plan.h"

namespace lianban::casework {

struct StoredMigration {
  std::string city_id;
  std::string migration_id;
  MigrationPlan plan;
  std::string state;
  std::string asker_id, approver_id;
  v1::Migration wire;  // without progress
};

// `attempt`: a case that was refused for the moment is asked again under another id.
workflow::Command MoveCommand(const StoredMigration& migration, int32_t from_release);
OrderPtr MoveOrder(const StoredMigration& migration, const std::string& case_id, int32_t from_release, int64_t attempt);

// `payload`: of the event of the move; `lights` that went off since. Errors: MIGRATION_EFFECTS (there is no way back), MIGRATION_WORKED_ON (it is no
// such event).
absl::StatusOr<OrderPtr> BackOrder(const StoredMigration& migration, const std::string& case_id, int64_t revision,
                                   const std::string& payload, const nlohmann::json& lights, int64_t attempt);
// The event is a move by this migration, there (CaseMigrated) or back (CaseMovedBack).
bool IsMoveOf(const StoredMigration& migration, const std::string& payload);

}  // namespace lianban::casework
