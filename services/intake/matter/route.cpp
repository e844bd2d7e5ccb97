#include "services/intake/matter/route.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr char kTable[] = "routing";

std::string TextOf(const nlohmann::json& outputs, const char* name) {
  auto at = outputs.find(name);
  return at != outputs.end() && at->is_string() ? at->get<std::string>() : "";
}

const catalog::v1::Item* EnabledItem(const CitySnapshot& snapshot, const std::string& code) {
  auto at = snapshot.items.find(code);
  return at == snapshot.items.end() || !at->second.enabled() ? nullptr : &at->second;
}

absl::StatusOr<Route> DefaultRoute(const CitySnapshot& snapshot, const v1::Channel& channel,
                                   const std::string& area_code) {
  const catalog::v1::Item* item =
      channel.default_process().empty() ? nullptr : snapshot.ItemOfProcess(channel.default_process());
  if (item == nullptr) return Error("ROUTING_NO_ROW", {{"channel", channel.code()}});
  LIANBAN_ASSIGN_OR_RETURN(std::string unit, UnitOfItem(snapshot, *item, item->duty(), area_code));
  return Route{*item, std::move(unit), "default of channel " + channel.code(), nlohmann::json::object()};
}

}  // namespace

absl::StatusOr<std::string> UnitOfItem(const CitySnapshot& snapshot, const catalog::v1::Item& item,
                                       const std::string& duty, const std::string& area_code) {
  std::string unit = snapshot.UnitFor(duty, area_code);
  if (unit.empty()) {
    return Error("DUTY_UNASSIGNED", {{"duty", duty}, {"area", area_code}, {"item", item.code()}});
  }
  return unit;
}

absl::StatusOr<Route> RouteReport(CityCatalog& catalog, const std::string& city_id, const v1::Channel& channel,
                                  const Report& report, const std::string& area_code) {
  LIANBAN_ASSIGN_OR_RETURN(auto snapshot, catalog.Get(city_id));
  if (!report.item.empty()) {
    const catalog::v1::Item* item = EnabledItem(*snapshot, report.item);
    if (item == nullptr) return Error("ROUTING_ITEM_UNKNOWN", {{"item", report.item}, {"by", channel.code()}});
    LIANBAN_ASSIGN_OR_RETURN(std::string unit, UnitOfItem(*snapshot, *item, item->duty(), area_code));
    return Route{*item, std::move(unit), fmt::format("item {} as reported", report.item), nlohmann::json::object()};
  }
  nlohmann::json inputs = {
      {"channel", channel.code()}, {"category", report.category}, {"kind", report.kind}, {"area", area_code}};
  LIANBAN_ASSIGN_OR_RETURN(std::optional<TableDecision> decision, catalog.Decide(city_id, kTable, inputs));
  if (!decision) return DefaultRoute(*snapshot, channel, area_code);

  Route route;
  route.routed_by = decision->fired;
  std::string code = TextOf(decision->outputs, "item");
  const catalog::v1::Item* item = EnabledItem(*snapshot, code);
  if (item == nullptr) return Error("ROUTING_ITEM_UNKNOWN", {{"item", code}, {"by", decision->fired}});
  route.item = *item;
  std::string duty = TextOf(decision->outputs, "duty");
  route.unit_id = TextOf(decision->outputs, "unit");
  if (route.unit_id.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(route.unit_id,
                             UnitOfItem(*snapshot, *item, duty.empty() ? item->duty() : duty, area_code));
  }
  route.outputs = std::move(decision->outputs);
  for (const char* used : {"item", "duty", "unit"}) route.outputs.erase(used);
  return route;
}

}  // namespace lianban::intake
