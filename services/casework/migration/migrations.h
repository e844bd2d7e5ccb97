#pragma once
// What people do with migrations: preview, ask, approve, look, cancel, undo.

#include <functional>

#include "services/casework/migration/migration_store.h"
#include "services/casework/migration/preview_migration.h"

namespace lianban::casework {

class Migrations {
 public:
  // `wake`: there is work for the loop.
  Migrations(const PreviewParts& parts, std::function<void()> wake)
      : parts_(parts), store_(parts.connections), wake_(std::move(wake)) {}

  absl::StatusOr<v1::PreviewMigrationResponse> Preview(const rpc::Context& caller, const v1::PreviewMigrationRequest& request);
  // Errors: REASON_REQUIRED, REQUEST_ID_REUSED, and those of the plan.
  absl::StatusOr<v1::Migration> Start(const rpc::Context& caller, const v1::StartMigrationRequest& request);
  // Errors: MIGRATION_SECOND_PERSON, MIGRATION_STATE. The same again gives the same.
  absl::StatusOr<v1::Migration> Approve(const rpc::Context& caller, const v1::ApproveMigrationRequest& request);
  absl::StatusOr<v1::Migration> Get(const rpc::Context& caller, const v1::GetMigrationRequest& request);
  absl::StatusOr<v1::ListMigrationsResponse> List(const rpc::Context& caller, const v1::ListMigrationsRequest& request);
  absl::StatusOr<v1::ListMigrationCasesResponse> ListCases(const rpc::Context& caller,
                                                           const v1::ListMigrationCasesRequest& request);
  // Errors: REASON_REQUIRED, MIGRATION_STATE.
  absl::StatusOr<v1::Migration> Cancel(const rpc::Context& caller, const v1::CancelMigrationRequest& request);
  absl::StatusOr<v1::Migration> Undo(const rpc::Context& caller, const v1::UndoMigrationRequest& request);

 private:
  absl::Status MayUse(const rpc::Context& caller, const std::vector<std::string>& roles, const MigrationPlan& plan);
  // NOT_FOUND as well when the caller has neither role.
  absl::StatusOr<StoredMigration> Find(const rpc::Context& caller, const std::vector<std::string>& roles,
                                       const std::string& migration_id);
  absl::StatusOr<v1::Migration> Shown(const rpc::Context& caller, const std::string& migration_id);
  template <class Request>
  absl::StatusOr<v1::Migration> End(const rpc::Context& caller, const Request& request, std::string_view query,
                                    const std::vector<std::string>& before, const std::vector<std::string>& after);

  const PreviewParts parts_;
  MigrationStore store_;
  const std::function<void()> wake_;
};

}  // namespace lianban::casework
