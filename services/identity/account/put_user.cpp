#include "absl/strings/ascii.h"
#include "services/identity/account/account_store.h"
#include "services/identity/account/password_rules.h"
#include "services/identity/account/user_rules.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/request_store.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr int kDesksMax = 100;

absl::Status CheckFields(const v1::User& user, const std::string& password) {
  LIANBAN_RETURN_IF_ERROR(CheckLogin(user.login()));
  LIANBAN_RETURN_IF_ERROR(CheckText("name", user.name(), 1, 60));
  if (user.desks_size() > kDesksMax) return Error("REQUEST_INVALID", {{"detail", "desks > 100"}});
  if (!user.user_id().empty() && password.empty()) return absl::OkStatus();
  return CheckNewPassword(password, user.login());
}

// A new account, or the present one with what the request changes.
absl::StatusOr<Account> Store(postgres::Transaction& tx, const CommandContext& context, const std::string& city,
                              const Rights& rights, v1::User user, const std::string& hash) {
  if (user.user_id().empty()) {
    user.set_user_id(crypto::NewUuid());
    LIANBAN_RETURN_IF_ERROR(InsertAccount(tx, city, {user, hash}, context.now()));
    return LockAccount(tx, city, user.user_id());
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto before, LockAccount(tx, city, user.user_id()));
  LIANBAN_RETURN_IF_ERROR(CheckHome(tx, city, rights, before.user));
  if (!user.etag().empty() && user.etag() != before.user.etag()) return Error("ENTRY_CHANGED");
  if (user.desks_size() == 0) *user.mutable_desks() = before.user.desks();
  LIANBAN_RETURN_IF_ERROR(UpdateAccount(tx, city, user));
  if (!hash.empty()) LIANBAN_RETURN_IF_ERROR(SetPassword(tx, city, user.user_id(), hash));
  const bool new_desks = !SameDesks(user, before.user);
  if (new_desks) {
    // What is taken away must lie in the administrator's area as well as what is given.
    for (const auto& desk : before.user.desks()) LIANBAN_RETURN_IF_ERROR(CheckDesk(tx, city, rights, desk));
    LIANBAN_RETURN_IF_ERROR(ReplaceDesks(tx, city, user));
  }
  if (new_desks || !hash.empty() || user.disabled()) {
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {user.user_id()}, context.now(), "changed by an administrator"));
  }
  return LockAccount(tx, city, user.user_id());
}

}  // namespace

absl::StatusOr<v1::User> PutUser(const CommandContext& context, const v1::Context& caller,
                                 const v1::PutUserRequest& request) {
  const std::string& city = caller.city_id();
  v1::User user = request.user();
  user.set_login(absl::AsciiStrToLower(user.login()));
  // Before the costly hash, and again under the transaction's eyes.
  if (!HasRole(caller, kSystemAdmin)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(CheckFields(user, request.initial_password()));
  const std::string hash =
      request.initial_password().empty() ? "" : crypto::HashPassword(request.initial_password(), context.keys.pepper);
  return RunOnce<v1::User>(context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::User> {
    LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
    LIANBAN_RETURN_IF_ERROR(CheckHome(tx, city, rights, user));
    for (const auto& desk : user.desks()) LIANBAN_RETURN_IF_ERROR(CheckDesk(tx, city, rights, desk));
    LIANBAN_RETURN_IF_ERROR(CheckSeparation(DesksOf(user)));
    LIANBAN_ASSIGN_OR_RETURN(const auto account, Store(tx, context, city, rights, user, hash));
    LIANBAN_RETURN_IF_ERROR(KeepAnAdministrator(tx, city));
    LIANBAN_RETURN_IF_ERROR(AppendAudit(tx, city, context.now(),
                                        {caller.user_id(),
                                         "UserPut",
                                         account.user.user_id(),
                                         {{"unit", account.user.unit_id()},
                                          {"desks", DeskText(account.user)},
                                          {"password", hash.empty() ? "kept" : "set"},
                                          {"disabled", account.user.disabled() ? "yes" : "no"}}}));
    return account.user;
  });
}

}  // namespace lianban::identity
