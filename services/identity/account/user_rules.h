#pragma once
// Rules about a user that several commands share.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/identity/account/caller_rights.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

// Unit in force and inside the administrator's area, role well formed.
absl::Status CheckDesk(postgres::Transaction& tx, const std::string& city, const Rights& rights, const v1::Desk& desk);

// The user's home unit lies inside the administrator's area.
absl::Status CheckHome(postgres::Transaction& tx, const std::string& city, const Rights& rights, const v1::User& user);

bool SameDesks(const v1::User& a, const v1::User& b);
std::vector<v1::Desk> DesksOf(const v1::User& user);
// "unit/role unit/role", for the audit record.
std::string DeskText(const v1::User& user);

}  // namespace lianban::identity
