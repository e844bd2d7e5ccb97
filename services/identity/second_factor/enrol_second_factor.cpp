// EnrolSecondFactor and ConfirmSecondFactor: the two halves of one act.

#include "services/identity/account/check_credentials.h"
#include "services/identity/audit_store.h"
#include "services/identity/second_factor/second_factor.h"
#include "services/identity/session/failure_store.h"
#include "services/identity/session/session_store.h"
#include "services/lib/crypto/one_time_code.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr char kIssuer[] = "Lianban";

// Whose login and password they are; the attempt is no failure then.
template <class Request>
absl::StatusOr<v1::User> OwnerOf(const CommandContext& context, const Request& request) {
  LIANBAN_ASSIGN_OR_RETURN(const Proven proven, CheckCredentials(context, {request.city_id(), request.login(),
                                                                           request.password(), request.client()}));
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(request.city_id(), [&](postgres::Transaction& tx) {
    return ForgetAttempt(tx, request.city_id(), proven.subjects);
  }));
  return proven.account.user;
}

}  // namespace

absl::StatusOr<v1::EnrolSecondFactorResponse> EnrolSecondFactor(const CommandContext& context,
                                                                const v1::EnrolSecondFactorRequest& request) {
  const std::string& city = request.city_id();
  LIANBAN_ASSIGN_OR_RETURN(const v1::User user, OwnerOf(context, request));
  const std::string secret = crypto::NewOneTimeSecret();
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_RETURN_IF_ERROR(PutFactor(tx, context.keys, {city, user.user_id()}, secret, context.now()));
    return AppendAudit(tx, city, context.now(), {user.user_id(), "SecondFactorEnrolled", user.user_id(), {}});
  }));
  v1::EnrolSecondFactorResponse response;
  response.set_secret(crypto::Base32(secret));
  response.set_uri(crypto::OneTimeUri(kIssuer, city + "/" + user.login(), secret));
  return response;
}

absl::StatusOr<v1::ConfirmSecondFactorResponse> ConfirmSecondFactor(const CommandContext& context,
                                                                    const v1::ConfirmSecondFactorRequest& request) {
  const std::string& city = request.city_id();
  LIANBAN_ASSIGN_OR_RETURN(const v1::User user, OwnerOf(context, request));
  const FactorOwner owner{city, user.user_id()};
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto factor, ReadFactor(tx, context.keys, owner, false));
    if (!factor) return Error("SECOND_FACTOR_MISSING");
    return factor->confirm_time ? Error("SECOND_FACTOR_EXISTS") : absl::OkStatus();
  }));
  LIANBAN_RETURN_IF_ERROR(TakeCode(context, owner, request.code(), false));
  v1::ConfirmSecondFactorResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    response.Clear();
    LIANBAN_ASSIGN_OR_RETURN(const auto codes, MakeRecoveryCodes(tx, context.keys, owner));
    for (const std::string& code : codes) response.add_recovery_codes(code);
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, {user.user_id()}, context.now(), "second factor"));
    return AppendAudit(tx, city, context.now(), {user.user_id(), "SecondFactorConfirmed", user.user_id(), {}});
  }));
  return response;
}

}  // namespace lianban::identity
