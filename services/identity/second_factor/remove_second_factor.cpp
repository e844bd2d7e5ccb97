// RemoveSecondFactor and SetSecondFactorRoles: what the security administrator decides, and one's own.

#include "services/identity/account/caller_rights.h"
#include "services/identity/audit_store.h"
#include "services/identity/second_factor/second_factor.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {
constexpr int kRolesMax = 50;
}

absl::StatusOr<v1::RemoveSecondFactorResponse> RemoveSecondFactor(const CommandContext& context, const v1::Context& caller,
                                                                  const v1::RemoveSecondFactorRequest& request) {
  const std::string& city = caller.city_id();
  if (caller.actor_class() != v1::ACTOR_CLASS_PERSON) return Error("PERMISSION_DENIED");
  const bool own = request.user_id().empty() || request.user_id() == caller.user_id();
  const FactorOwner owner{city, own ? caller.user_id() : request.user_id()};
  if (own) {
    LIANBAN_RETURN_IF_ERROR(TakeCode(context, owner, request.code(), true));
  } else {
    if (!HasRole(caller, kSecurityAdmin)) return Error("PERMISSION_DENIED");
    LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  }
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const bool removed, DeleteFactor(tx, owner));
    if (!removed) return Error("SECOND_FACTOR_MISSING");
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {owner.user_id}, context.now(), "second factor"));
    return AppendAudit(tx, city, context.now(),
                       {caller.user_id(), "SecondFactorRemoved", owner.user_id, {{"reason", request.reason()}}});
  }));
  return v1::RemoveSecondFactorResponse();
}

absl::StatusOr<v1::SetSecondFactorRolesResponse> SetSecondFactorRoles(const CommandContext& context,
                                                                      const v1::Context& caller,
                                                                      const v1::SetSecondFactorRolesRequest& request) {
  const std::string& city = caller.city_id();
  if (!HasRole(caller, kSecurityAdmin)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  if (request.roles_size() > kRolesMax) return Error("REQUEST_INVALID", {{"detail", "roles"}});
  std::string listed;
  v1::SetSecondFactorRolesResponse response;
  for (const std::string& role : request.roles()) {
    LIANBAN_RETURN_IF_ERROR(CheckIdentifier("roles", role));
    response.add_roles(role);
    listed += (listed.empty() ? "" : " ") + role;
  }
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_RETURN_IF_ERROR(
        tx.Query("set_second_factor_roles",
                 {city, postgres::TextArray({request.roles().begin(), request.roles().end()})})
            .status());
    return AppendAudit(tx, city, context.now(),
                       {caller.user_id(), "SecondFactorRolesSet", city, {{"roles", listed}, {"reason", request.reason()}}});
  }));
  return response;
}

}  // namespace lianban::identity
