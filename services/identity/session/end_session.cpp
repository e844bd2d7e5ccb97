#include "services/identity/account/caller_rights.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/request_store.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::EndSessionResponse> EndSession(const CommandContext& context, const v1::Context& caller,
                                                  const v1::EndSessionRequest& request) {
  const std::string &city = caller.city_id(), &session = request.session_id();
  if (!HasRole(caller, kSecurityAdmin)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  if (!crypto::IsUuid(session)) return Error("NOT_FOUND", {{"name", session.substr(0, 64)}});
  return RunOnce<v1::EndSessionResponse>(
      context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::EndSessionResponse> {
        LIANBAN_ASSIGN_OR_RETURN(const auto user,
                                 EndSessionById(tx, city, session, context.now(), "security administrator"));
        if (user.empty()) return Error("NOT_FOUND", {{"name", session}});
        LIANBAN_RETURN_IF_ERROR(AppendAudit(
            tx, city, context.now(),
            {caller.user_id(), "SessionEnded", user, {{"session", session}, {"reason", request.reason()}}}));
        return v1::EndSessionResponse();
      });
}

}  // namespace lianban::identity
