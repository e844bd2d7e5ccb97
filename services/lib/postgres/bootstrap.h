#pragma once
// First preparation of a database: roles, schemas, grants and platform.city(). See bootstrap.sql.

#include <string>

#include "absl/status/status.h"

namespace lianban::postgres {

// Idempotent. `superuser_connection` names the database to prepare.
absl::Status Bootstrap(const std::string& superuser_connection);

}  // namespace lianban::postgres
