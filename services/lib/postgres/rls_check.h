#pragma once
// The separation of cities as a rule about the catalogue, for every service's _pgtest:
//
//   EXPECT_THAT(FindRlsFaults(database.superuser(), "casework").value(), testing::IsEmpty());

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::postgres {

// One sentence per fault of the schema `service` (see rls_check.sql): security enabled and forced on every table, the
// one policy for all commands, nothing owned by the service's role, no TRUNCATE, every unique index begins with
// city_id.
absl::StatusOr<std::vector<std::string>> FindRlsFaults(const std::string& superuser_connection,
                                                       std::string_view service);

}  // namespace lianban::postgres
