#include "services/casework/access.h"

#include <algorithm>
#include <set>

namespace lianban::casework {
namespace {

constexpr int kDepthMax = 12;  // levels of units; a circle in the tree must not become an endless loop

bool Oversees(std::string_view role) { return role == "leader" || role == "importer"; }

// Does the caller hold a role that `counts` at the unit or above it?
template <class Counts>
bool HoldsAbove(const rpc::Context& caller, std::string_view unit, const workflow::Directory& directory,
                Counts counts) {
  std::string current(unit);
  for (int depth = 0; depth < kDepthMax && !current.empty(); ++depth) {
    for (const auto& desk : caller.desks()) {
      if (desk.unit_id() == current && counts(desk.role())) return true;
    }
    const auto found = directory.units.find(current);
    if (found == directory.units.end()) return false;
    current = found->second.parent;
  }
  return false;
}

bool WorksIn(const rpc::Context& caller, std::string_view unit) {
  for (const auto& desk : caller.desks()) {
    if (desk.unit_id() == unit) return true;
  }
  return false;
}

bool HasOpenTask(const rpc::Context& caller, const workflow::CaseState& state,
                 const std::vector<std::string>& stands_for = {}) {
  const auto counts = [&](const std::string& user) {
    return !user.empty() &&
           (user == caller.user_id() || std::find(stands_for.begin(), stands_for.end(), user) != stands_for.end());
  };
  for (const auto& activation : state.activations) {
    for (const auto& task : activation.tasks) {
      if (counts(task.assignee) || counts(task.owner)) return true;
    }
  }
  return false;
}

bool HasCopy(const rpc::Context& caller, const workflow::CaseState& state) {
  const auto copies = state.vars.find("copies");
  if (copies == state.vars.end() || caller.user_id().empty()) return false;
  return std::find(copies->begin(), copies->end(), nlohmann::json(caller.user_id())) != copies->end();
}

bool Reaches(const rpc::Context& caller, std::string_view unit, const workflow::Directory& directory) {
  if (WorksIn(caller, unit) || HoldsAbove(caller, unit, directory, Oversees)) return true;
  // A unit that was abolished has left its matters to its successor.
  const auto found = directory.units.find(std::string(unit));
  return found != directory.units.end() && !found->second.successor.empty() &&
         WorksIn(caller, found->second.successor);
}

}  // namespace

bool IsPlatform(const rpc::Context& caller) { return caller.actor_class() == identity::v1::ACTOR_CLASS_SYSTEM; }

bool MaySeeUnits(const rpc::Context& caller, const std::vector<std::string>& units,
                 const workflow::Directory& directory) {
  if (IsPlatform(caller)) return true;
  return std::any_of(units.begin(), units.end(),
                     [&](const std::string& unit) { return Reaches(caller, unit, directory); });
}

bool MaySee(const rpc::Context& caller, const CaseRecord& record, const workflow::Directory& directory,
            const std::vector<std::string>& stands_for) {
  return MaySeeUnits(caller, record.units, directory) || HasOpenTask(caller, record.state, stands_for) ||
         HasCopy(caller, record.state);
}

bool MayOperate(const rpc::Context& caller, const workflow::CaseState& state, const workflow::Directory& directory) {
  if (IsPlatform(caller) || Reaches(caller, state.unit, directory)) return true;
  for (const auto& activation : state.activations) {
    for (const auto& task : activation.tasks) {
      if (Reaches(caller, UnitOfDesk(task.desk), directory)) return true;
    }
  }
  return HasOpenTask(caller, state);
}

bool MayReadLog(const rpc::Context& caller) {
  if (IsPlatform(caller)) return true;
  return std::any_of(caller.desks().begin(), caller.desks().end(),
                     [](const auto& desk) { return desk.role() == "auditor"; });
}

bool MayEnterFor(const rpc::Context& caller, std::string_view unit, const workflow::Directory& directory) {
  return HoldsAbove(caller, unit, directory, [](const std::string& role) { return role == "importer"; });
}

bool HoldsRole(const rpc::Context& caller, std::string_view role) {
  return std::any_of(caller.desks().begin(), caller.desks().end(),
                     [&](const auto& desk) { return desk.role() == role; });
}

bool IsImporter(const rpc::Context& caller) { return HoldsRole(caller, "importer"); }

bool IsSystemAdmin(const rpc::Context& caller) { return HoldsRole(caller, "system_admin"); }

std::vector<std::string> DesksOf(const rpc::Context& caller) {
  std::vector<std::string> desks;
  desks.reserve(caller.desks_size());
  for (const auto& desk : caller.desks()) desks.push_back(desk.unit_id() + "/" + desk.role());
  return desks;
}

std::vector<std::string> VisibleUnits(const rpc::Context& caller, const workflow::Directory& directory) {
  std::set<std::string> units;
  for (const auto& desk : caller.desks()) units.insert(desk.unit_id());
  for (const auto& [id, unit] : directory.units) {
    if (Reaches(caller, id, directory)) units.insert(id);
  }
  return {units.begin(), units.end()};
}

}  // namespace lianban::casework
