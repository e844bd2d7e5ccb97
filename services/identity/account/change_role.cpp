// GrantRole and RevokeRole: the same act in two directions.

#include <algorithm>

#include "services/identity/account/account_store.h"
#include "services/identity/account/user_rules.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/request_store.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

// True when there was something to change.
bool Apply(v1::User& user, const v1::Desk& desk, bool grant) {
  const auto same = [&](const v1::Desk& own) { return own.unit_id() == desk.unit_id() && own.role() == desk.role(); };
  const auto it = std::find_if(user.desks().begin(), user.desks().end(), same);
  if (grant == (it != user.desks().end())) return false;
  if (grant) {
    *user.add_desks() = desk;
  } else {
    user.mutable_desks()->erase(it);
  }
  return true;
}

template <class Request>
absl::StatusOr<v1::User> ChangeRole(const CommandContext& context, const v1::Context& caller, const Request& request,
                                    bool grant) {
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  return RunOnce<v1::User>(context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::User> {
    LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
    LIANBAN_ASSIGN_OR_RETURN(auto account, LockAccount(tx, city, request.user_id()));
    LIANBAN_RETURN_IF_ERROR(CheckDesk(tx, city, rights, request.desk()));
    if (!Apply(account.user, request.desk(), grant)) return account.user;
    LIANBAN_RETURN_IF_ERROR(CheckSeparation(DesksOf(account.user)));
    LIANBAN_RETURN_IF_ERROR(UpdateAccount(tx, city, account.user));
    LIANBAN_RETURN_IF_ERROR(ReplaceDesks(tx, city, account.user));
    LIANBAN_RETURN_IF_ERROR(KeepAnAdministrator(tx, city));
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {request.user_id()}, context.now(), "role change"));
    LIANBAN_RETURN_IF_ERROR(AppendAudit(
        tx, city, context.now(),
        {caller.user_id(),
         grant ? "RoleGranted" : "RoleRevoked",
         request.user_id(),
         {{"desk", request.desk().unit_id() + "/" + request.desk().role()}, {"reason", request.reason()}}}));
    LIANBAN_ASSIGN_OR_RETURN(account, LockAccount(tx, city, request.user_id()));
    return account.user;
  });
}

}  // namespace

absl::StatusOr<v1::User> GrantRole(const CommandContext& context, const v1::Context& caller,
                                   const v1::GrantRoleRequest& request) {
  return ChangeRole(context, caller, request, true);
}

absl::StatusOr<v1::User> RevokeRole(const CommandContext& context, const v1::Context& caller,
                                    const v1::RevokeRoleRequest& request) {
  return ChangeRole(context, caller, request, false);
}

}  // namespace lianban::identity
