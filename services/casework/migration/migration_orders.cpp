#include "services/casework/migration/migration_orders.h"

#include "services/casework/command/platform_order.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

using nlohmann::json;
using workflow::CommandKind;

json Parsed(const std::string& payload) { return json::parse(payload, nullptr, false); }

const json* MoveFactOf(const json& payload) {
  const auto facts = payload.is_object() ? payload.find("facts") : payload.end();
  if (!payload.is_object() || facts == payload.end()) return nullptr;
  for (const json& fact : *facts) {
    const std::string type = fact.value("type", "");
    if (type == "CaseMigrated" || type == "CaseMovedBack") return &fact;
  }
  return nullptr;
}

}  // namespace

workflow::Command MoveCommand(const StoredMigration& migration, int32_t from_release) {
  workflow::Command command;
  command.kind = CommandKind::kMigrate;
  command.actor.kind = workflow::ActorClass::kSystem;
  command.reason = migration.wire.reason();
  command.args = {{"migration", migration.migration_id},
                  {"from", from_release},
                  {"to", migration.plan.to_release},
                  {"renamed", migration.plan.renamed},
                  {"asked_by", migration.wire.asked_by()},
                  {"approved_by", migration.wire.approved_by()}};
  return command;
}

OrderPtr MoveOrder(const StoredMigration& migration, const std::string& case_id, int32_t from_release, int64_t attempt) {
  return PlatformOrder(migration.city_id, DerivedUuid("migrate " + migration.migration_id, case_id, attempt), case_id,
                       MoveCommand(migration, from_release));
}

absl::StatusOr<OrderPtr> BackOrder(const StoredMigration& migration, const std::string& case_id, int64_t revision,
                                   const std::string& payload, const nlohmann::json& lights, int64_t attempt) {
  const json event = Parsed(payload);
  const json* fact = MoveFactOf(event);
  if (fact == nullptr || !IsMoveOf(migration, payload)) return Error("MIGRATION_WORKED_ON");
  if (!fact->contains("back")) return Error("MIGRATION_EFFECTS");
  workflow::Command command;
  command.kind = CommandKind::kMoveBack;
  command.reason = migration.wire.end_reason();
  command.args = {{"migration", migration.migration_id},
                  {"from", (*fact)["to"]},
                  {"to", (*fact)["from"]},
                  {"revision", revision},
                  {"lights", lights},
                  {"back", (*fact)["back"]},
                  {"asked_by", migration.wire.ended_by()}};
  return PlatformOrder(migration.city_id, DerivedUuid("move back " + migration.migration_id, case_id, attempt), case_id,
                       std::move(command));
}

bool IsMoveOf(const StoredMigration& migration, const std::string& payload) {
  const json event = Parsed(payload);
  const json* fact = MoveFactOf(event);
  return fact != nullptr && fact->value("migration", "") == migration.migration_id;
}

}  // namespace lianban::casework
