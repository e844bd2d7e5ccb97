#pragma once
// Does a service find the database it was made for? Asked once, before it starts: a wrong password or a missing migration
// must stop an operator at the door and not show as a thousand failing calls.

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace lianban::postgres {

// `connection`: without user; the role lianban_<service> is used, as the service will. `files` as for Migrate.
//   UNAVAILABLE (DATABASE_UNAVAILABLE)          nobody answers, or it is still starting: waiting will help
//   UNAVAILABLE (DATABASE_CONNECTION_REFUSED)   it answers and refuses: password, role, database, rights
//   FAILED_PRECONDITION                         POSTGRES_TOO_OLD, DATABASE_NOT_PREPARED, DATABASE_RIGHTS_MISSING,
//                                               SCHEMA_OLDER, SCHEMA_NEWER
absl::Status CheckSchema(const std::string& connection, std::string_view service,
                         const std::map<std::string_view, std::string_view>& files);

}  // namespace lianban::postgres
