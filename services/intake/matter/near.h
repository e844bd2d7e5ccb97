#pragma once
// Which open matters are probably the same thing: same sub-class, at most 30 m and 24 h apart.

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/intake/matter/matter_store.h"

namespace lianban::intake {

inline constexpr double kDuplicateMetres = 30;
inline constexpr absl::Duration kDuplicateTime = absl::Hours(24);

struct NearMatter {
  Matter matter;
  double distance_m = 0;
  absl::Duration apart;
};

// Great-circle distance on a sphere of 6,371,008.8 m.
double DistanceMetres(const Position& a, const Position& b);

// Nearest first. Empty without a position or a sub-class.
absl::StatusOr<std::vector<NearMatter>> FindNear(MatterStore& matters, postgres::Transaction& tx,
                                                 const std::string& city, const Matter& matter);

}  // namespace lianban::intake
