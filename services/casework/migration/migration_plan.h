#pragma once
// Which cases move where: what a request says, checked, and who may say it.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/migration.pb.h"
#include "services/casework/peers/release_cache.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/engine/environment.h"

namespace lianban::casework {

inline constexpr char kMigrationAdmin[] = "workflow_admin";
inline constexpr char kMigrationApprover[] = "workflow_approver";

struct MigrationPlan {
  std::string process;
  std::vector<int32_t> from_releases;  // sorted; empty: every other release
  int32_t to_release = 0;
  std::string area;                    // short form; empty: the whole city
  std::map<std::string, std::string> renamed;
};

// Errors: REQUEST_INVALID with the field, AREA_CODE_INVALID.
absl::StatusOr<MigrationPlan> PlanFrom(const v1::MigrationPlan& wire);
v1::MigrationPlan ToWire(const MigrationPlan& plan);
postgres::Param ReleaseArray(const MigrationPlan& plan);  // {1,2}

// The releases exist and every step named is one of the release to go to. Errors: NOT_FOUND, RELEASE_UNAVAILABLE,
// REQUEST_INVALID.
absl::Status CheckReleases(ReleaseCache& releases, const std::string& city_id, const MigrationPlan& plan);

// A person with one of the roles at a unit whose area holds the plan's. Errors: PERMISSION_DENIED, MIGRATION_AREA.
absl::Status CheckReach(const rpc::Context& caller, const std::vector<std::string>& roles, const MigrationPlan& plan,
                        const workflow::Directory& directory);

}  // namespace lianban::casework
