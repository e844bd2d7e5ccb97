#include "services/identity/account/account_store.h"
#include "services/identity/account/user_rules.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/request_store.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::User> DisableUser(const CommandContext& context, const v1::Context& caller,
                                     const v1::DisableUserRequest& request) {
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  return RunOnce<v1::User>(context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::User> {
    LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
    LIANBAN_ASSIGN_OR_RETURN(auto account, LockAccount(tx, city, request.user_id()));
    LIANBAN_RETURN_IF_ERROR(CheckHome(tx, city, rights, account.user));
    account.user.set_disabled(true);
    LIANBAN_RETURN_IF_ERROR(UpdateAccount(tx, city, account.user));
    LIANBAN_RETURN_IF_ERROR(KeepAnAdministrator(tx, city));
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {request.user_id()}, context.now(), "disabled"));
    LIANBAN_RETURN_IF_ERROR(
        AppendAudit(tx, city, context.now(),
                    {caller.user_id(), "UserDisabled", request.user_id(), {{"reason", request.reason()}}}));
    LIANBAN_ASSIGN_OR_RETURN(account, LockAccount(tx, city, request.user_id()));
    return account.user;
  });
}

}  // namespace lianban::identity
