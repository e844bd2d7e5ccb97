#include "services/intake/caller.h"

#include <algorithm>
#include <set>

#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

bool IsPerson(const rpc::Context& caller) { return caller.actor_class() == identity::v1::ACTOR_CLASS_PERSON; }

absl::Status Allowed(bool allowed) { return allowed ? absl::OkStatus() : Error("PERMISSION_DENIED"); }

}  // namespace

bool HasRole(const rpc::Context& caller, std::initializer_list<std::string_view> roles) {
  return std::any_of(caller.desks().begin(), caller.desks().end(), [&](const auto& desk) {
    return std::find(roles.begin(), roles.end(), desk.role()) != roles.end();
  });
}

bool SeesWholeCity(const rpc::Context& caller) {
  return !IsPerson(caller) || HasRole(caller, {"dispatcher", "importer", "system_admin"});
}

std::vector<std::string> UnitsOf(const rpc::Context& caller) {
  std::set<std::string> units;
  for (const auto& desk : caller.desks()) units.insert(desk.unit_id());
  return {units.begin(), units.end()};
}

std::vector<std::string> RolesOf(const rpc::Context& caller) {
  std::set<std::string> roles;
  for (const auto& desk : caller.desks()) roles.insert(desk.role());
  return {roles.begin(), roles.end()};
}

absl::Status MayRegister(const rpc::Context& caller) {
  return Allowed(!IsPerson(caller) || HasRole(caller, {"window", "dispatcher", "importer"}));
}

absl::Status MayReadParties(const rpc::Context& caller) {
  return Allowed(!IsPerson(caller) ||
                 HasRole(caller, {"window", "handler", "mediator", "reviewer", "leader", "dispatcher", "importer"}));
}

absl::Status MayChangeChannels(const rpc::Context& caller) {
  return Allowed(!IsPerson(caller) || HasRole(caller, {"workflow_admin", "system_admin"}));
}

}  // namespace lianban::intake
