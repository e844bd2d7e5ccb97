#include <map>

#include "services/identity/account/caller_rights.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/directory/area_store.h"
#include "services/identity/request_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr int kAreasMax = 20'000;
constexpr char kAlways[] = "1949-10-01";  // of areas whose beginning nobody recorded

absl::StatusOr<std::vector<v1::Area>> CheckedAreas(const v1::ImportAreasRequest& request) {
  if (request.areas_size() > kAreasMax) return Error("REQUEST_INVALID", {{"detail", "areas > 20000"}});
  std::map<std::pair<std::string, std::string>, v1::Area> areas;
  for (v1::Area area : request.areas()) {
    LIANBAN_RETURN_IF_ERROR(CheckAreaCode(area.code()));
    LIANBAN_RETURN_IF_ERROR(CheckText("name", area.name(), 1, 80));
    LIANBAN_RETURN_IF_ERROR(
        CheckChoice("level", area.level(), {"province", "city", "district", "street", "village", "grid"}));
    if (area.valid_from().empty()) area.set_valid_from(kAlways);
    LIANBAN_RETURN_IF_ERROR(CheckDate("valid_from", area.valid_from()));
    if (!area.valid_to().empty()) LIANBAN_RETURN_IF_ERROR(CheckDate("valid_to", area.valid_to()));
    if (!area.valid_to().empty() && area.valid_to() <= area.valid_from()) {
      return Error("CHOICE_INVALID",
                   {{"field", "valid_to"}, {"value", area.valid_to()}, {"choices", "> " + area.valid_from()}});
    }
    areas[{area.code(), area.valid_from()}] = area;
  }
  std::vector<v1::Area> checked;
  for (auto& [key, area] : areas) checked.push_back(std::move(area));
  return checked;
}

// Every parent exists, here or in the database, at a higher level: the areas stay a tree.
absl::Status CheckTree(postgres::Transaction& tx, const std::string& city, const std::vector<v1::Area>& areas,
                       const std::string& day) {
  std::vector<std::string> parents;
  for (const auto& area : areas) parents.push_back(area.parent());
  LIANBAN_ASSIGN_OR_RETURN(const auto known, FindAreas(tx, city, parents, day));
  std::map<std::string, int> ranks;
  for (const auto& area : known) ranks[area.code()] = AreaRank(area.level());
  for (const auto& area : areas) ranks[area.code()] = AreaRank(area.level());
  for (const auto& area : areas) {
    if (area.parent().empty()) continue;
    const auto parent = ranks.find(area.parent());
    if (parent == ranks.end() || parent->second >= AreaRank(area.level())) {
      return Error("AREA_TREE_INVALID", {{"code", area.code()}, {"parent", area.parent()}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ImportAreasResponse> ImportAreas(const CommandContext& context, const v1::Context& caller,
                                                    const v1::ImportAreasRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const auto areas, CheckedAreas(request));
  return RunOnce<v1::ImportAreasResponse>(
      context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::ImportAreasResponse> {
        LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
        LIANBAN_RETURN_IF_ERROR(rights.RequireWholeCity());
        LIANBAN_RETURN_IF_ERROR(CheckTree(tx, caller.city_id(), areas, ChineseDay(context.now())));
        LIANBAN_RETURN_IF_ERROR(StoreAreas(tx, caller.city_id(), areas));
        LIANBAN_RETURN_IF_ERROR(
            AppendAudit(tx, caller.city_id(), context.now(),
                        {caller.user_id(), "AreasImported", "areas", {{"count", std::to_string(areas.size())}}}));
        v1::ImportAreasResponse response;
        response.set_imported(static_cast<int>(areas.size()));
        return response;
      });
}

}  // namespace lianban::identity
