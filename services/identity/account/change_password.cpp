#include "services/identity/account/account_store.h"
#include "services/identity/account/password_rules.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/request_store.h"
#include "services/identity/session/failure_store.h"
#include "services/identity/session/session_store.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

// Whether the answer is known already: then the old password has been checked, and no longer holds.
absl::StatusOr<bool> IsRepeated(const CommandContext& context, const std::string& city, const std::string& request_id) {
  if (!crypto::IsUuid(request_id)) return Error("REQUEST_ID_REQUIRED");
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, context.database.Read(city, "find_request", {city, request_id}));
  return rows->size() > 0;
}

absl::Status CheckOldPassword(const CommandContext& context, const std::string& city, const std::string& user_id,
                              const v1::ChangePasswordRequest& request) {
  const std::vector<FailureSubject> subjects = {PasswordChangeSubject(user_id)};
  std::optional<Account> account;
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_RETURN_IF_ERROR(CountAttempt(tx, city, subjects, context.now()));
    LIANBAN_ASSIGN_OR_RETURN(account, FindAccount(tx, city, user_id));
    return absl::OkStatus();
  }));
  if (!account) return Error("UNAUTHENTICATED");
  if (!crypto::CheckPassword(account->password_hash, request.old_password(), context.keys.pepper, nullptr)) {
    return Error("PASSWORD_WRONG");
  }
  LIANBAN_RETURN_IF_ERROR(
      context.database.RunTx(city, [&](postgres::Transaction& tx) { return ForgetAttempt(tx, city, subjects); }));
  return CheckNewPassword(request.new_password(), account->user.login());
}

}  // namespace

absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(const CommandContext& context, const v1::Context& caller,
                                                          const v1::ChangePasswordRequest& request) {
  const std::string &city = caller.city_id(), &user_id = caller.user_id();
  if (caller.actor_class() != v1::ACTOR_CLASS_PERSON) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(const bool repeated, IsRepeated(context, city, request.request_id()));
  if (!repeated) LIANBAN_RETURN_IF_ERROR(CheckOldPassword(context, city, user_id, request));
  const std::string hash = repeated ? "" : crypto::HashPassword(request.new_password(), context.keys.pepper);
  return RunOnce<v1::ChangePasswordResponse>(
      context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::ChangePasswordResponse> {
        LIANBAN_RETURN_IF_ERROR(SetPassword(tx, city, user_id, hash));
        LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {user_id}, context.now(), "password change"));
        LIANBAN_RETURN_IF_ERROR(AppendAudit(tx, city, context.now(), {user_id, "PasswordChanged", user_id, {}}));
        return v1::ChangePasswordResponse();
      });
}

}  // namespace lianban::identity
