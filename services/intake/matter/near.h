#pragma once
// Which matters are probably the same thing: open ones of the same sub-class, at most 30 m and 24 h apart; closed ones that are
// reported again within 90 days.

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/intake/matter/matter_store.h"

namespace lianban::intake {

inline constexpr double kDuplicateMetres = 30;
inline constexpr absl::Duration kDuplicateTime = absl::Hours(24);
inline constexpr absl::Duration kRepeatTime = absl::Hours(24 * 90);

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

// 重复反映: the newest closed matter about the same thing. nullopt also while one is open: then it is a duplicate, no repeat.
absl::StatusOr<std::optional<Matter>> FindRepeated(MatterStore& matters, postgres::Transaction& tx, const std::string& city,
                                                   const Matter& matter);

}  // namespace lianban::intake
