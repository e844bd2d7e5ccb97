#include "services/casework/migration/migration_plan.h"

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/casework/request_check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::casework {
namespace {

constexpr int kReleasesMax = 100;
constexpr int kNamesMax = 200;

std::string BriefOf(const std::string& area) {
  const auto parsed = workflow::ParseAreaCode(area);
  return parsed.ok() ? parsed->brief : area;
}

}  // namespace

absl::StatusOr<MigrationPlan> PlanFrom(const v1::MigrationPlan& wire) {
  const auto invalid = [](const char* field) { return Error("REQUEST_INVALID", {{"detail", field}}); };
  MigrationPlan plan;
  plan.process = wire.process();
  plan.to_release = wire.to_release();
  LIANBAN_RETURN_IF_ERROR(CheckName("process", plan.process));
  if (plan.process.empty()) return invalid("process");
  if (plan.to_release <= 0) return invalid("to_release");
  if (wire.from_releases_size() > kReleasesMax) return invalid("from_releases");
  for (const int32_t number : wire.from_releases()) {
    if (number <= 0 || number == plan.to_release) return invalid("from_releases");
    plan.from_releases.push_back(number);
  }
  std::sort(plan.from_releases.begin(), plan.from_releases.end());
  if (!wire.area_code().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const auto area, workflow::ParseAreaCode(wire.area_code()));
    plan.area = area.brief;
  }
  if (wire.renamed().size() > kNamesMax) return invalid("renamed");
  for (const auto& [before, after] : wire.renamed()) {
    LIANBAN_RETURN_IF_ERROR(CheckName("renamed", before));
    LIANBAN_RETURN_IF_ERROR(CheckName("renamed", after));
    plan.renamed[before] = after;
  }
  return plan;
}

v1::MigrationPlan ToWire(const MigrationPlan& plan) {
  v1::MigrationPlan wire;
  wire.set_process(plan.process);
  for (const int32_t number : plan.from_releases) wire.add_from_releases(number);
  wire.set_to_release(plan.to_release);
  wire.set_area_code(plan.area);
  for (const auto& [before, after] : plan.renamed) (*wire.mutable_renamed())[before] = after;
  return wire;
}

postgres::Param ReleaseArray(const MigrationPlan& plan) {
  return fmt::format("{{{}}}", fmt::join(plan.from_releases, ","));
}

absl::Status CheckReleases(ReleaseCache& releases, const std::string& city_id, const MigrationPlan& plan) {
  std::set<std::string> unknown;  // names of before that none of the releases has
  for (const auto& [before, after] : plan.renamed) unknown.insert(before);
  for (const int32_t number : plan.from_releases) {
    LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease from, releases.Get(city_id, plan.process, number));
    std::erase_if(unknown, [&](const std::string& step) { return from.model->Find(step) != nullptr; });
  }
  if (!plan.from_releases.empty() && !unknown.empty()) {
    return Error("REQUEST_INVALID", {{"detail", "renamed: " + *unknown.begin()}});
  }
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease to, releases.Get(city_id, plan.process, plan.to_release));
  for (const auto& [before, after] : plan.renamed) {
    const workflow::Step* step = to.model->Find(after);
    if (step == nullptr) return Error("REQUEST_INVALID", {{"detail", fmt::format("renamed: {} → {}", before, after)}});
  }
  return absl::OkStatus();
}

absl::Status CheckReach(const rpc::Context& caller, const std::vector<std::string>& roles, const MigrationPlan& plan,
                        const workflow::Directory& directory) {
  if (caller.actor_class() != identity::v1::ACTOR_CLASS_PERSON || caller.user_id().empty()) {
    return Error("PERMISSION_DENIED");
  }
  const std::string area = plan.area.empty() ? BriefOf(caller.city_id()) : plan.area;
  std::string own;
  bool holds = false;
  for (const auto& desk : caller.desks()) {
    if (std::find(roles.begin(), roles.end(), desk.role()) == roles.end()) continue;
    holds = true;
    const auto unit = directory.units.find(desk.unit_id());
    if (unit == directory.units.end()) continue;
    own = BriefOf(unit->second.area);
    if (workflow::overlay::LiesIn(area, own)) return absl::OkStatus();
  }
  return holds ? Error("MIGRATION_AREA", {{"area", own}}) : Error("PERMISSION_DENIED");
}

}  // namespace lianban::casework
