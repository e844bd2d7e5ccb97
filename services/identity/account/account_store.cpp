#include "services/identity/account/account_store.h"

#include <map>

#include "services/identity/account/caller_rights.h"
#include "services/identity/command_context.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

std::vector<Account> AccountsOf(const postgres::Rows& rows) {
  std::vector<Account> accounts;
  for (int i = 0; i < rows.size(); ++i) {
    v1::User user;
    user.set_user_id(rows.GetString(i, 0));
    user.set_login(rows.GetString(i, 1));
    user.set_name(rows.GetString(i, 2));
    user.set_unit_id(rows.GetString(i, 3));
    user.set_disabled(rows.GetBool(i, 4));
    user.set_etag(rows.GetString(i, 5));
    accounts.push_back({std::move(user), rows.GetString(i, 6)});
  }
  return accounts;
}

absl::Status AddDesks(postgres::Transaction& tx, const std::string& city, std::vector<Account>& accounts) {
  std::map<std::string, v1::User*> users;
  std::vector<std::string> ids;
  for (auto& account : accounts) {
    users[account.user.user_id()] = &account.user;
    ids.push_back(account.user.user_id());
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("desks_of", {city, postgres::TextArray(ids)}));
  for (int i = 0; i < rows->size(); ++i) {
    auto* desk = users.at(rows->GetString(i, 0))->add_desks();
    desk->set_unit_id(rows->GetString(i, 1));
    desk->set_role(rows->GetString(i, 2));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Account>> FindBy(postgres::Transaction& tx, std::string_view query,
                                              const std::string& city, const std::string& key) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query(query, {city, key}));
  auto accounts = AccountsOf(*rows);
  if (accounts.empty()) return std::nullopt;
  LIANBAN_RETURN_IF_ERROR(AddDesks(tx, city, accounts));
  return accounts[0];
}

absl::Status NameTakenLogin(absl::Status status, const std::string& login) {
  if (postgres::ViolatedConstraint(status) == "account_login") return Error("LOGIN_TAKEN", {{"login", login}});
  return status;
}

}  // namespace

absl::StatusOr<std::optional<Account>> FindAccountByLogin(postgres::Transaction& tx, const std::string& city,
                                                          const std::string& login) {
  return FindBy(tx, "account_by_login", city, login);
}

absl::StatusOr<std::optional<Account>> FindAccount(postgres::Transaction& tx, const std::string& city,
                                                   const std::string& user_id) {
  return FindBy(tx, "account_by_id", city, user_id);
}

absl::StatusOr<Account> LockAccount(postgres::Transaction& tx, const std::string& city, const std::string& user_id) {
  LIANBAN_ASSIGN_OR_RETURN(auto account, FindBy(tx, "lock_account", city, user_id));
  if (!account) return Error("NOT_FOUND", {{"name", user_id}});
  return *std::move(account);
}

absl::StatusOr<std::vector<v1::User>> ReadUsers(postgres::Transaction& tx, const std::string& city,
                                                const UserPage& page) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("list_accounts", {city, page.after, page.unit_id, std::to_string(page.size)}));
  auto accounts = AccountsOf(*rows);
  LIANBAN_RETURN_IF_ERROR(AddDesks(tx, city, accounts));
  std::vector<v1::User> users;
  for (auto& account : accounts) users.push_back(std::move(account.user));
  return users;
}

absl::Status InsertAccount(postgres::Transaction& tx, const std::string& city, const Account& account, absl::Time now) {
  const v1::User& user = account.user;
  LIANBAN_RETURN_IF_ERROR(NameTakenLogin(
      tx.Query("insert_account",
               {city, user.user_id(), user.login(), user.name(), user.unit_id(), account.password_hash, Timestamp(now)})
          .status(),
      user.login()));
  return ReplaceDesks(tx, city, user);
}

absl::Status UpdateAccount(postgres::Transaction& tx, const std::string& city, const v1::User& user) {
  return NameTakenLogin(tx.Query("update_account", {city, user.user_id(), user.login(), user.name(), user.unit_id(),
                                                    user.disabled() ? "t" : "f"})
                            .status(),
                        user.login());
}

absl::Status SetPassword(postgres::Transaction& tx, const std::string& city, const std::string& user_id,
                         const std::string& password_hash) {
  return tx.Query("set_password", {city, user_id, password_hash}).status();
}

absl::Status ReplaceDesks(postgres::Transaction& tx, const std::string& city, const v1::User& user) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("delete_desks", {city, user.user_id()}).status());
  for (const auto& desk : user.desks()) {
    LIANBAN_RETURN_IF_ERROR(tx.Query("insert_desk", {city, user.user_id(), desk.unit_id(), desk.role()}).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> MovePeople(postgres::Transaction& tx, const std::string& city,
                                                    const std::string& from, const std::string& to) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("users_of_unit", {city, from}));
  std::vector<std::string> people;
  for (int i = 0; i < rows->size(); ++i) people.push_back(rows->GetString(i, 0));
  LIANBAN_RETURN_IF_ERROR(tx.Query("copy_desks", {city, from, to}).status());
  LIANBAN_RETURN_IF_ERROR(tx.Query("delete_desks_of_unit", {city, from}).status());
  LIANBAN_RETURN_IF_ERROR(tx.Query("move_accounts", {city, from, to}).status());
  return people;
}

absl::Status KeepAnAdministrator(postgres::Transaction& tx, const std::string& city) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("lock_administrators", {city, kSystemAdmin}));
  return rows->size() > 0 ? absl::OkStatus() : Error("LAST_ADMINISTRATOR");
}

}  // namespace lianban::identity
