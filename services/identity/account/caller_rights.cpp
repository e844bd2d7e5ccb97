#include "services/identity/account/caller_rights.h"

#include <algorithm>

#include "services/identity/directory/unit_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

bool HasRole(const v1::Context& caller, std::string_view role) {
  return caller.actor_class() == v1::ACTOR_CLASS_PERSON &&
         std::any_of(caller.desks().begin(), caller.desks().end(),
                     [&](const v1::Desk& desk) { return desk.role() == role; });
}

absl::Status Rights::RequireArea(std::string_view area_code, const std::string& name) const {
  // Codes nest: a longer one begins with the code of the area around it.
  const bool inside =
      std::any_of(areas_.begin(), areas_.end(), [&](const auto& own) { return area_code.starts_with(own); });
  return inside ? absl::OkStatus() : Error("OUTSIDE_YOUR_AREA", {{"name", name}});
}

absl::Status Rights::RequireWholeCity() const { return RequireArea(city_, city_); }

absl::StatusOr<Rights> AdministratorRights(postgres::Transaction& tx, const v1::Context& caller) {
  if (!HasRole(caller, kSystemAdmin)) return Error("PERMISSION_DENIED");
  std::vector<std::string> unit_ids, areas;
  for (const auto& desk : caller.desks()) {
    if (desk.role() == kSystemAdmin) unit_ids.push_back(desk.unit_id());
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto units, FindUnits(tx, caller.city_id(), unit_ids));
  for (const auto& unit : units) areas.push_back(unit.area_code());
  return Rights(caller.city_id(), std::move(areas));
}

absl::Status CheckSeparation(const std::vector<v1::Desk>& desks) {
  std::string found;
  for (const auto& desk : desks) {
    if (desk.role() != kSystemAdmin && desk.role() != kSecurityAdmin && desk.role() != kAuditor) continue;
    if (!found.empty() && found != desk.role()) return Error("ROLE_CONFLICT", {{"role", found}});
    found = desk.role();
  }
  return absl::OkStatus();
}

}  // namespace lianban::identity
