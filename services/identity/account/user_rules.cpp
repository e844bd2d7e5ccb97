#include "services/identity/account/user_rules.h"

#include <set>

#include "fmt/format.h"
#include "services/identity/directory/unit_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

std::set<std::string> DeskSet(const v1::User& user) {
  std::set<std::string> desks;
  for (const auto& desk : user.desks()) desks.insert(desk.unit_id() + "/" + desk.role());
  return desks;
}

}  // namespace

absl::Status CheckDesk(postgres::Transaction& tx, const std::string& city, const Rights& rights, const v1::Desk& desk) {
  LIANBAN_RETURN_IF_ERROR(CheckRole(desk.role()));
  LIANBAN_ASSIGN_OR_RETURN(const auto unit, RequireUnit(tx, city, desk.unit_id()));
  return rights.RequireArea(unit.area_code(), unit.name());
}

absl::Status CheckHome(postgres::Transaction& tx, const std::string& city, const Rights& rights, const v1::User& user) {
  LIANBAN_ASSIGN_OR_RETURN(const auto home, RequireUnit(tx, city, user.unit_id()));
  return rights.RequireArea(home.area_code(), home.name());
}

bool SameDesks(const v1::User& a, const v1::User& b) { return DeskSet(a) == DeskSet(b); }

std::vector<v1::Desk> DesksOf(const v1::User& user) { return {user.desks().begin(), user.desks().end()}; }

std::string DeskText(const v1::User& user) { return fmt::format("{}", fmt::join(DeskSet(user), " ")); }

}  // namespace lianban::identity
