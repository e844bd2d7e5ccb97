#include "services/casework/migration/migrations.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr char kLastId[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const std::vector<std::string>& Admins() {
  static const std::vector<std::string> roles = {kMigrationAdmin};
  return roles;
}
const std::vector<std::string>& Either() {
  static const std::vector<std::string> roles = {kMigrationAdmin, kMigrationApprover};
  return roles;
}

absl::Status CheckReason(const std::string& reason) {
  if (reason.empty()) return Error("REASON_REQUIRED");
  return CheckText("reason", reason, kReasonCharactersMax);
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

absl::Status Migrations::MayUse(const rpc::Context& caller, const std::vector<std::string>& roles, const MigrationPlan& plan) {
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, parts_.environments.Get(caller.city_id()));
  return CheckReach(caller, roles, plan, environment->directory);
}

absl::StatusOr<StoredMigration> Migrations::Find(const rpc::Context& caller, const std::vector<std::string>& roles,
                                                 const std::string& migration_id) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string id, CaseId(migration_id));
  LIANBAN_ASSIGN_OR_RETURN(auto stored, store_.Find(caller.city_id(), id));
  if (!stored) return Error("NOT_FOUND", {{"name", migration_id}});
  LIANBAN_RETURN_IF_ERROR(MayUse(caller, roles, stored->plan));
  return *std::move(stored);
}

absl::StatusOr<v1::Migration> Migrations::Shown(const rpc::Context& caller, const std::string& migration_id) {
  LIANBAN_ASSIGN_OR_RETURN(StoredMigration stored, Find(caller, Either(), migration_id));
  LIANBAN_RETURN_IF_ERROR(store_.ReadProgress(stored, stored.wire));
  return std::move(stored.wire);
}

absl::StatusOr<v1::PreviewMigrationResponse> Migrations::Preview(const rpc::Context& caller,
                                                                 const v1::PreviewMigrationRequest& request) {
  StoredMigration migration;
  if (!request.migration_id().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(migration, Find(caller, Either(), request.migration_id()));
  } else {
    migration.city_id = caller.city_id();
    LIANBAN_ASSIGN_OR_RETURN(migration.plan, PlanFrom(request.plan()));
    LIANBAN_RETURN_IF_ERROR(MayUse(caller, Either(), migration.plan));
  }
  LIANBAN_RETURN_IF_ERROR(CheckReleases(parts_.releases, caller.city_id(), migration.plan));
  return PreviewMigration(parts_, caller, migration, request);
}

absl::StatusOr<v1::Migration> Migrations::Start(const rpc::Context& caller, const v1::StartMigrationRequest& request) {
  StoredMigration migration;
  migration.city_id = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(migration.migration_id, RequestId(request.request_id()));
  LIANBAN_ASSIGN_OR_RETURN(migration.plan, PlanFrom(request.plan()));
  LIANBAN_RETURN_IF_ERROR(MayUse(caller, Admins(), migration.plan));
  LIANBAN_RETURN_IF_ERROR(CheckReason(request.reason()));
  LIANBAN_RETURN_IF_ERROR(CheckReleases(parts_.releases, caller.city_id(), migration.plan));
  migration.asker_id = caller.user_id();
  migration.wire.set_reason(request.reason());
  migration.wire.set_asked_by(caller.user_name());
  LIANBAN_RETURN_IF_ERROR(store_.Insert(migration, absl::Now()));
  LIANBAN_ASSIGN_OR_RETURN(const auto stored, store_.Find(caller.city_id(), migration.migration_id));
  const bool same = stored && stored->asker_id == migration.asker_id && stored->wire.reason() == request.reason() &&
                    stored->plan.to_release == migration.plan.to_release &&
                    stored->plan.process == migration.plan.process && stored->plan.area == migration.plan.area &&
                    stored->plan.from_releases == migration.plan.from_releases &&
                    stored->plan.renamed == migration.plan.renamed;
  if (!same) return Error("REQUEST_ID_REUSED");
  return Shown(caller, migration.migration_id);
}

absl::StatusOr<v1::Migration> Migrations::Approve(const rpc::Context& caller, const v1::ApproveMigrationRequest& request) {
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), kReasonCharactersMax));
  LIANBAN_ASSIGN_OR_RETURN(const StoredMigration migration, Find(caller, {kMigrationApprover}, request.migration_id()));
  if (migration.asker_id == caller.user_id()) return Error("MIGRATION_SECOND_PERSON");
  LIANBAN_RETURN_IF_ERROR(store_.Approve(migration, caller, request.reason(), absl::Now()));
  LIANBAN_ASSIGN_OR_RETURN(const auto now, store_.Find(caller.city_id(), migration.migration_id));
  if (!now || now->approver_id != caller.user_id()) return Error("MIGRATION_STATE", {{"state", now ? now->state : ""}});
  wake_();
  return Shown(caller, migration.migration_id);
}

absl::StatusOr<v1::Migration> Migrations::Get(const rpc::Context& caller, const v1::GetMigrationRequest& request) {
  return Shown(caller, request.migration_id());
}

absl::StatusOr<v1::ListMigrationsResponse> Migrations::List(const rpc::Context& caller,
                                                            const v1::ListMigrationsRequest& request) {
  LIANBAN_RETURN_IF_ERROR(CheckName("process", request.process()));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  const std::string query = QueryOf("ListMigrations", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(auto cursor, parts_.tokens.Open(query, request.page_token()));
  if (cursor.size() != 2) cursor = {"infinity", kLastId};
  LIANBAN_ASSIGN_OR_RETURN(const auto stored,
                           store_.List(caller.city_id(), request.process(), cursor[0], cursor[1], page_size));
  v1::ListMigrationsResponse response;
  for (const StoredMigration& migration : stored) {
    const absl::Status may = MayUse(caller, Either(), migration.plan);
    if (ReasonOf(may) == "MIGRATION_AREA") continue;  // somebody else's
    LIANBAN_RETURN_IF_ERROR(may);
    *response.add_migrations() = migration.wire;
  }
  if (stored.size() == static_cast<size_t>(page_size)) {
    response.set_next_page_token(parts_.tokens.Seal(
        query, {TimeText(TimeOf(stored.back().wire.ask_time())), stored.back().migration_id}));
  }
  return response;
}

absl::StatusOr<v1::ListMigrationCasesResponse> Migrations::ListCases(const rpc::Context& caller,
                                                                     const v1::ListMigrationCasesRequest& request) {
  LIANBAN_RETURN_IF_ERROR(CheckName("state", request.state()));
  LIANBAN_RETURN_IF_ERROR(CheckName("code", request.code()));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_ASSIGN_OR_RETURN(const StoredMigration migration, Find(caller, Either(), request.migration_id()));
  const std::string query = QueryOf("ListMigrationCases", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, parts_.tokens.Open(query, request.page_token()));
  LIANBAN_ASSIGN_OR_RETURN(auto response, store_.ListCases(migration, request.state(), request.code(),
                                                           cursor.empty() ? kFirstCase : cursor[0], page_size));
  if (response.cases_size() == page_size) {
    response.set_next_page_token(parts_.tokens.Seal(query, {response.cases(page_size - 1).case_id()}));
  }
  return response;
}

template <class Request>
absl::StatusOr<v1::Migration> Migrations::End(const rpc::Context& caller, const Request& request, std::string_view query,
                                              const std::vector<std::string>& before, const std::vector<std::string>& after) {
  LIANBAN_RETURN_IF_ERROR(CheckReason(request.reason()));
  LIANBAN_ASSIGN_OR_RETURN(const StoredMigration migration, Find(caller, Admins(), request.migration_id()));
  // The same again, after an answer that got lost.
  const bool repeated = Contains(after, migration.state) && migration.wire.ended_by() == caller.user_name() &&
                        migration.wire.end_reason() == request.reason();
  if (repeated) return Shown(caller, migration.migration_id);
  if (!Contains(before, migration.state)) return Error("MIGRATION_STATE", {{"state", migration.state}});
  LIANBAN_RETURN_IF_ERROR(store_.End(query, migration, caller.user_name(), request.reason(), absl::Now()));
  wake_();
  LIANBAN_ASSIGN_OR_RETURN(v1::Migration now, Shown(caller, migration.migration_id));
  if (!Contains(after, now.state())) return Error("MIGRATION_STATE", {{"state", now.state()}});
  return now;
}

absl::StatusOr<v1::Migration> Migrations::Cancel(const rpc::Context& caller, const v1::CancelMigrationRequest& request) {
  return End(caller, request, "cancel_migration", {"asked", "running"}, {"cancelled"});
}

absl::StatusOr<v1::Migration> Migrations::Undo(const rpc::Context& caller, const v1::UndoMigrationRequest& request) {
  return End(caller, request, "undo_migration", {"done", "cancelled"}, {"undoing", "undone"});
}

}  // namespace lianban::casework
