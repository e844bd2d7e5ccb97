#pragma once
// libpq connection strings of this deployment.

#include <string>
#include <string_view>

#include "services/lib/postgres/database.h"

namespace lianban::postgres {

// "lianban_casework" -> "casework"; other roles have no schema of their own and give "platform".
std::string SchemaOfRole(std::string_view role);

// Adds role and session settings (UTC, ISO dates, statement time limit, search path of the role's schema).
// With libpq the last occurrence of a keyword counts, so what is added here wins.
std::string ServiceConnection(const DatabaseOptions& options);

// The same server as another role or another database.
std::string WithUser(std::string_view connection, std::string_view user);
std::string WithDatabase(std::string_view connection, std::string_view database);

}  // namespace lianban::postgres
