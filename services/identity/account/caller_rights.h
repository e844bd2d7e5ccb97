#pragma once
// What an administrator may change: the areas of the units in which they hold the role system_admin.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/identity/v1/context.pb.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

inline constexpr char kSystemAdmin[] = "system_admin", kSecurityAdmin[] = "security_admin", kAuditor[] = "auditor";

bool HasRole(const v1::Context& caller, std::string_view role);

class Rights {
 public:
  Rights(std::string city, std::vector<std::string> areas) : city_(std::move(city)), areas_(std::move(areas)) {}
  // OUTSIDE_YOUR_AREA unless an own area is `area_code` or contains it; `name` is what the message calls it.
  absl::Status RequireArea(std::string_view area_code, const std::string& name) const;
  absl::Status RequireWholeCity() const;

 private:
  std::string city_;
  std::vector<std::string> areas_;
};

// PERMISSION_DENIED when the caller is not a person with the role.
absl::StatusOr<Rights> AdministratorRights(postgres::Transaction& tx, const v1::Context& caller);

// ROLE_CONFLICT when one person would be two of system, security and audit administrator.
absl::Status CheckSeparation(const std::vector<v1::Desk>& desks);

}  // namespace lianban::identity
