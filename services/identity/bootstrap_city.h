#pragma once
// The first act in an empty database: a city with one unit and its first system administrator, who adds everything
// else.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

// `database`: opened as the role lianban_identity with this service's queries (OpenIdentityDatabase).
// `city_id`: GB/T 2260 code, "330600". ALREADY_EXISTS (CITY_EXISTS) when the city is there; nothing changes then.
absl::Status BootstrapCity(postgres::Database& database, const crypto::Keys& keys, const std::string& city_id,
                           const std::string& city_name, const std::string& admin_login,
                           const std::string& admin_password);

// `connection` as Config::database.
std::unique_ptr<postgres::Database> OpenIdentityDatabase(const std::string& connection, int connections);

}  // namespace lianban::identity
