#pragma once
// Accounts of people and the desks they hold.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

struct Account {
  v1::User user;  // with desks
  std::string password_hash;
};

absl::StatusOr<std::optional<Account>> FindAccountByLogin(postgres::Transaction& tx, const std::string& city,
                                                          const std::string& login);
absl::StatusOr<std::optional<Account>> FindAccount(postgres::Transaction& tx, const std::string& city,
                                                   const std::string& user_id);
// NOT_FOUND when there is none.
absl::StatusOr<Account> LockAccount(postgres::Transaction& tx, const std::string& city, const std::string& user_id);

struct UserPage {
  std::string after, unit_id;
  int size = 0;
};
absl::StatusOr<std::vector<v1::User>> ReadUsers(postgres::Transaction& tx, const std::string& city,
                                                const UserPage& page);

// LOGIN_TAKEN.
absl::Status InsertAccount(postgres::Transaction& tx, const std::string& city, const Account& account, absl::Time now);
absl::Status UpdateAccount(postgres::Transaction& tx, const std::string& city, const v1::User& user);
absl::Status SetPassword(postgres::Transaction& tx, const std::string& city, const std::string& user_id,
                         const std::string& password_hash);
absl::Status ReplaceDesks(postgres::Transaction& tx, const std::string& city, const v1::User& user);

// Home units and desks of `from` become those of `to`; returns whose.
absl::StatusOr<std::vector<std::string>> MovePeople(postgres::Transaction& tx, const std::string& city,
                                                    const std::string& from, const std::string& to);

// LAST_ADMINISTRATOR when, after the changes of this transaction, no enabled account holds the role system_admin.
absl::Status KeepAnAdministrator(postgres::Transaction& tx, const std::string& city);

}  // namespace lianban::identity
