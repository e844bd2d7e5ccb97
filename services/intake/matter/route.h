#pragma once
// Which item a report is, and which unit handles it: by the city's routing table, recorded with table, version and row.

#include <string>

#include "absl/status/statusor.h"
#include "lianban/intake/v1/intake.pb.h"
#include "nlohmann/json.hpp"
#include "services/intake/channel/report.h"
#include "services/intake/peers/city_catalog.h"

namespace lianban::intake {

struct Route {
  catalog::v1::Item item;
  std::string unit_id;
  std::string routed_by;   // "routing v3 g1"; "item LA01 as reported"; "default of channel portal"
  nlohmann::json outputs;  // the other outputs of the table (tier, limit …): they go into the form of the case
};

// An item the source names itself needs no table; a channel's default process catches what no row does.
// Errors: ROUTING_NO_ROW, ROUTING_ITEM_UNKNOWN, DUTY_UNASSIGNED.
absl::StatusOr<Route> RouteReport(CityCatalog& catalog, const std::string& city_id, const v1::Channel& channel,
                                  const Report& report, const std::string& area_code);

// The unit of an item in an area. DUTY_UNASSIGNED names duty and area.
absl::StatusOr<std::string> UnitOfItem(const CitySnapshot& snapshot, const catalog::v1::Item& item,
                                       const std::string& duty, const std::string& area_code);

}  // namespace lianban::intake
