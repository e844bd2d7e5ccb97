#pragma once
// Units in the database.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

struct UnitPage {
  std::string after, area_code;
  int size = 0;
};
absl::StatusOr<std::vector<v1::Unit>> ReadUnits(postgres::Transaction& tx, const std::string& city,
                                                const UnitPage& page);
// Changes whenever any unit does.
absl::StatusOr<std::string> UnitsEtag(postgres::Transaction& tx, const std::string& city);

absl::StatusOr<std::vector<v1::Unit>> FindUnits(postgres::Transaction& tx, const std::string& city,
                                                const std::vector<std::string>& unit_ids);
// UNIT_UNKNOWN or UNIT_ABOLISHED unless it is in force.
absl::StatusOr<v1::Unit> RequireUnit(postgres::Transaction& tx, const std::string& city, const std::string& unit_id);
absl::StatusOr<std::optional<v1::Unit>> LockUnit(postgres::Transaction& tx, const std::string& city,
                                                 const std::string& unit_id);
// Whether `unit_id` is `above` or lies below it.
absl::StatusOr<bool> IsWithin(postgres::Transaction& tx, const std::string& city, const std::string& unit_id,
                              const std::string& above);

absl::Status InsertUnit(postgres::Transaction& tx, const std::string& city, const v1::Unit& unit);
absl::Status UpdateUnit(postgres::Transaction& tx, const std::string& city, const v1::Unit& unit);
// Hands over everything that hangs on the unit: units below it, units it had taken over.
absl::Status StoreSuccessor(postgres::Transaction& tx, const std::string& city, const std::string& unit_id,
                            const std::string& successor);

}  // namespace lianban::identity
