#pragma once
// Areas in the database.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

// The civil day in China, YYYY-MM-DD.
std::string ChineseDay(absl::Time now);

struct AreaPage {
  std::string parent, after;
  bool recursive = false;
  int size = 0;
};
absl::StatusOr<std::vector<v1::Area>> ReadAreas(postgres::Transaction& tx, const std::string& city,
                                                const AreaPage& page, const std::string& day);

// Of those codes, the ones in force on `day` or later.
absl::StatusOr<std::vector<v1::Area>> FindAreas(postgres::Transaction& tx, const std::string& city,
                                                const std::vector<std::string>& codes, const std::string& day);

// AREA_UNKNOWN unless the code is in force.
absl::Status RequireArea(postgres::Transaction& tx, const std::string& city, const std::string& code,
                         const std::string& day);

// Inserts or replaces by code and valid_from; an earlier period of the same code ends where the new one begins.
absl::Status StoreAreas(postgres::Transaction& tx, const std::string& city, const std::vector<v1::Area>& areas);

}  // namespace lianban::identity
