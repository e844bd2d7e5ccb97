#pragma once
// Rows of process, release, release_file and release_scope.

#include <optional>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"
#include "services/workflow/overlay/in_force.h"

namespace lianban::catalog {

// Until the end of the transaction nobody else publishes this process. Returns the change at its place in the order of
// decisions: of two calls the one that waited may have come first, and must see what was decided meanwhile as decided.
absl::StatusOr<Change> LockProcess(postgres::Transaction& tx, const Change& change, const std::string& process);

// Stores `release` (process, hash, bundle, title, author, note, scenarios_passed, area_code, approver, draft_id,
// rolled_back_to) under the next number.
absl::StatusOr<int> InsertRelease(postgres::Transaction& tx, const Change& change, const v1::Release& release,
                                  const std::string& approver_id);

// nullopt when there is none. number 0: the one in force in `area_code` at `now`.
struct ReleaseQuery {
  std::string process;
  int number = 0;
  std::string area_code;
  absl::Time now;
};
absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Transaction& tx, const std::string& city_id,
                                                       const ReleaseQuery& query);
absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Database& database, const std::string& city_id,
                                                       const ReleaseQuery& query);

// In the order they were set.
absl::StatusOr<std::vector<v1::ReleaseScope>> ReadScopes(postgres::Transaction& tx, const std::string& city_id,
                                                         const std::string& process);
std::vector<workflow::overlay::Scope> ScopesOf(const std::vector<v1::ReleaseScope>& scopes);

// `release`: process, number, area_code. Empty areas: all of the release's. Gives their sequence numbers.
absl::StatusOr<std::vector<std::string>> InsertScopes(postgres::Transaction& tx, const Change& change, const v1::Release& release,
                          const std::vector<std::string>& areas, absl::Time effective, const std::string& reason);

// Without bundles; at most `limit`.
absl::StatusOr<std::vector<v1::Release>> ReadReleasesBefore(postgres::Database& database, const std::string& city_id,
                                                            const std::string& process, int before, int limit);
// The one in force of the base of each process.
absl::StatusOr<std::vector<v1::Release>> ReadReleasesInForce(postgres::Database& database, const std::string& city_id,
                                                             const std::string& after, absl::Time now, int limit);

}  // namespace lianban::catalog
