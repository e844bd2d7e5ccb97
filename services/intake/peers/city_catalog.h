#pragma once
// What intake needs to know about a city from catalog and identity: items, which unit carries which duty where, how
// units are called. Snapshots a few seconds old are good enough; a miss reads again.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/engine/environment.h"

namespace lianban::intake {

struct CitySnapshot {
  std::map<std::string, catalog::v1::Item> items;  // by code
  workflow::Environment environment;               // parameters, duties, units; no calendar: nothing is counted here
  std::map<std::string, std::string> phones;       // by unit

  // The unit that carries `duty` for `area` or the areas above it; "" when nobody does. A unit that was abolished has
  // left its duties to its successor.
  std::string UnitFor(const std::string& duty, const std::string& area) const;
  const catalog::v1::Item* ItemOfProcess(const std::string& process) const;  // first enabled by code
  std::string UnitName(const std::string& unit_id) const;                    // the id when the unit is not known
  std::string UnitPhone(const std::string& unit_id) const;
};

struct TableDecision {
  nlohmann::json outputs;  // object
  std::string fired;       // "routing v3 g1"
};

class CityCatalog {
 public:
  CityCatalog(rpc::Channels& channels, const rpc::ContextSigner& signer) : channels_(channels), signer_(signer) {}

  // At most `max_age` old.
  absl::StatusOr<std::shared_ptr<const CitySnapshot>> Get(const std::string& city_id,
                                                          absl::Duration max_age = absl::Seconds(5));
  // catalog.DecideTable. nullopt when no row fires or the table does not exist.
  absl::StatusOr<std::optional<TableDecision>> Decide(const std::string& city_id, const std::string& table,
                                                      const nlohmann::json& inputs);

 private:
  struct Entry {
    std::shared_ptr<const CitySnapshot> snapshot;
    std::string etag;  // of catalog's environment
    absl::Time time;
  };
  absl::StatusOr<Entry> Fetch(const std::string& city_id, const Entry& last);
  absl::Status FetchItems(const std::string& city_id, CitySnapshot& snapshot);
  absl::Status FetchEnvironment(const std::string& city_id, const Entry& last, CitySnapshot& snapshot,
                                std::string& etag);
  absl::Status FetchUnits(const std::string& city_id, CitySnapshot& snapshot);

  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace lianban::intake
