#pragma once
// The rows of migrations and of their cases. The only code that runs their SQL.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/casework/migration/migration_orders.h"
#include "services/casework/store/connection_pool.h"

namespace lianban::casework {

// A case that is still to be moved, or brought back.
struct PendingCase {
  std::string case_id;
  int32_t from_release = 0;
  int64_t attempt = 0;
  int64_t revision = 0;  // to be brought back: right after the move
  std::string payload;   // to be brought back: of the event of the move
  int64_t revision_now = 0;
};

// What has become of one.
struct SettledCase {
  std::string case_id;
  std::string state;  // as in the table; "waiting" or "moved": it is tried again
  int64_t revision = 0;
  absl::Status why;
};

class MigrationStore {
 public:
  explicit MigrationStore(ConnectionPool& connections) : connections_(connections) {}

  absl::Status Insert(const StoredMigration& migration, absl::Time now);
  absl::StatusOr<std::optional<StoredMigration>> Find(const std::string& city_id, const std::string& migration_id);
  // Newest first, those before (time, id).
  absl::StatusOr<std::vector<StoredMigration>> List(const std::string& city_id, const std::string& process,
                                                    const std::string& before_time, const std::string& before_id, int limit);
  // Each does nothing when the state is not the one it starts from.
  absl::Status Approve(const StoredMigration& migration, const rpc::Context& approver, const std::string& reason, absl::Time now);
  absl::Status End(std::string_view query, const StoredMigration& migration, const std::string& who, const std::string& reason,
                   absl::Time now);

  // Totals and groups of `wire`.
  absl::Status ReadProgress(const StoredMigration& migration, v1::Migration& wire);
  absl::StatusOr<v1::ListMigrationCasesResponse> ListCases(const StoredMigration& migration, const std::string& state,
                                                           const std::string& code, const std::string& after, int limit);

  // For the loop; a replica that is killed loses its lease.
  absl::StatusOr<std::string> Claim(const std::string& city_id, absl::Time now, absl::Time lease_until);  // "" when none
  // False when somebody has ended it meanwhile.
  absl::StatusOr<bool> Keep(const StoredMigration& migration, absl::Time lease_until);
  absl::StatusOr<std::vector<PendingCase>> Pending(const StoredMigration& migration, const std::string& after, int limit);
  // The last event of this type ("migrate", "move_back") of the case.
  absl::StatusOr<std::optional<PendingCase>> FindMove(const std::string& city_id, const std::string& case_id,
                                                      const std::string& type);
  // The lights [{clock, kind}] that went off since; nullopt when anything else has happened to the case.
  absl::StatusOr<std::optional<nlohmann::json>> LightsSince(const std::string& city_id, const PendingCase& moved);
  absl::Status Settle(const StoredMigration& migration, const std::vector<SettledCase>& cases, absl::Time now);
  absl::Status Finish(const StoredMigration& migration, absl::Time now);

 private:
  ConnectionPool& connections_;
};

}  // namespace lianban::casework
