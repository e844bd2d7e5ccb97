#include "services/identity/bootstrap_city.h"

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "services/identity/account/account_store.h"
#include "services/identity/account/caller_rights.h"
#include "services/identity/account/password_rules.h"
#include "services/identity/audit_store.h"
#include "services/identity/command_context.h"
#include "services/identity/directory/unit_store.h"
#include "services/identity/sql_files.h"
#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

// "330600" serves the area "3306": the pairs of zeros of a GB/T 2260 code only fill it up.
std::string AreaOfCity(std::string city_id) {
  while (city_id.size() > 2 && city_id.ends_with("00")) city_id.resize(city_id.size() - 2);
  return city_id;
}

v1::Unit FirstUnit(const std::string& city_id, const std::string& city_name) {
  v1::Unit unit;
  unit.set_unit_id("admin-" + AreaOfCity(city_id));
  unit.set_name(city_name + "平台管理");
  unit.set_kind("department");
  unit.set_area_code(AreaOfCity(city_id));
  unit.set_level("city");
  return unit;
}

Account FirstAdministrator(const std::string& login, const v1::Unit& unit) {
  Account account;
  account.user.set_user_id(crypto::NewUuid());
  account.user.set_login(login);
  account.user.set_name("系统管理员");
  account.user.set_unit_id(unit.unit_id());
  auto* desk = account.user.add_desks();
  desk->set_unit_id(unit.unit_id());
  desk->set_role(kSystemAdmin);
  return account;
}

}  // namespace

absl::Status BootstrapCity(postgres::Database& database, const crypto::Keys& keys, const std::string& city_id,
                           const std::string& city_name, const std::string& admin_login,
                           const std::string& admin_password) {
  const std::string login = absl::AsciiStrToLower(admin_login);
  LIANBAN_RETURN_IF_ERROR(CheckAreaCode(city_id));
  LIANBAN_RETURN_IF_ERROR(CheckText("name", city_name, 1, 80));
  LIANBAN_RETURN_IF_ERROR(CheckLogin(login));
  LIANBAN_RETURN_IF_ERROR(CheckNewPassword(admin_password, login));
  const absl::Time now = absl::Now();
  const v1::Unit unit = FirstUnit(city_id, city_name);
  Account administrator = FirstAdministrator(login, unit);
  administrator.password_hash = crypto::HashPassword(admin_password, keys.pepper);
  return database.RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto known, tx.Query("city_name", {city_id}));
    if (known->size() > 0) return Error("CITY_EXISTS", {{"city", known->GetString(0, 0)}});
    LIANBAN_RETURN_IF_ERROR(tx.Query("insert_city", {city_id, city_name, Timestamp(now)}).status());
    LIANBAN_RETURN_IF_ERROR(InsertUnit(tx, city_id, unit));
    LIANBAN_RETURN_IF_ERROR(InsertAccount(tx, city_id, administrator, now));
    return AppendAudit(tx, city_id, now, {"system", "CityBootstrapped", city_id, {{"administrator", login}}});
  });
}

std::unique_ptr<postgres::Database> OpenIdentityDatabase(const std::string& connection, int connections) {
  return postgres::OpenDatabase({.connection = connection, .role = "lianban_identity", .connections = connections},
                                postgres::Queries(sql::EmbeddedFiles()));
}

}  // namespace lianban::identity
