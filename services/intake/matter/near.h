#pragma once
// Which matters are probably the same thing: open ones of the same sub-class that came in close to one another; closed ones
// that are reported again. How close is for the city to say.

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/intake/matter/matter_store.h"
#include "services/intake/peers/city_catalog.h"

namespace lianban::intake {

// Parameters merge.metres, merge.hours and merge.repeat_days of the area or the areas above it; otherwise these.
struct NearLimits {
  double metres = 30;
  absl::Duration time = absl::Hours(24);
  absl::Duration repeat = absl::Hours(24 * 90);
};
NearLimits LimitsFrom(const workflow::Parameters& parameters, const std::string& area);
// The usual ones when catalog was away: a suggestion is no reason to turn a report down.
NearLimits LimitsFrom(const absl::StatusOr<std::shared_ptr<const CitySnapshot>>& snapshot, const std::string& area);

struct NearMatter {
  Matter matter;
  double distance_m = 0;
  absl::Duration apart;
};

// Great-circle distance on a sphere of 6,371,008.8 m.
double DistanceMetres(const Position& a, const Position& b);

// Nearest first. Empty without a position or a sub-class.
absl::StatusOr<std::vector<NearMatter>> FindNear(MatterStore& matters, postgres::Transaction& tx,
                                                 const std::string& city, const Matter& matter, const NearLimits& limits);

// 重复反映: the newest closed matter about the same thing. nullopt also while one is open: then it is a duplicate, no repeat.
absl::StatusOr<std::optional<Matter>> FindRepeated(MatterStore& matters, postgres::Transaction& tx, const std::string& city,
                                                   const Matter& matter, const NearLimits& limits);

}  // namespace lianban::intake
