#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/session/session_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

// Succeeds for any token: whoever wants to be signed out is signed out.
absl::StatusOr<v1::SignOutResponse> SignOut(const CommandContext& context, const v1::SignOutRequest& request) {
  const std::string city = CityOfToken(request.session_token());
  if (city.empty()) return v1::SignOutResponse();
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto user,
                             EndSessionByToken(tx, city, request.session_token(), context.now(), "sign-out"));
    if (user.empty()) return absl::OkStatus();
    return AppendAudit(tx, city, context.now(), {user, "SignedOut", user, {}});
  }));
  return v1::SignOutResponse();
}

}  // namespace lianban::identity
