#include "google/protobuf/util/time_util.h"
#include "services/identity/account/account_store.h"
#include "services/identity/account/check_credentials.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/second_factor/second_factor.h"
#include "services/identity/session/failure_store.h"
#include "services/identity/session/session_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {
constexpr size_t kSessionClientBytesMax = 100;
}

absl::StatusOr<v1::SignInResponse> SignIn(const CommandContext& context, const v1::SignInRequest& request) {
  const std::string& city = request.city_id();
  const std::string client = request.client().substr(0, kSessionClientBytesMax);
  LIANBAN_ASSIGN_OR_RETURN(const Proven proven,
                           CheckCredentials(context, {city, request.login(), request.password(), client}));
  const Account& account = proven.account;
  const v1::User& user = account.user;
  // The password was right, whatever becomes of the code: that has a counter of its own.
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(
      city, [&](postgres::Transaction& tx) { return ForgetAttempt(tx, city, proven.subjects); }));
  LIANBAN_RETURN_IF_ERROR(CheckSecondFactor(context, city, user, request.one_time_code()));
  const absl::Time now = context.now();
  const std::string token = NewToken(city);
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    // Disabled or given another password in the meantime: those ended all sessions, and this must not outlive them.
    LIANBAN_ASSIGN_OR_RETURN(const auto present, LockAccount(tx, city, user.user_id()));
    if (present.user.disabled() || present.password_hash != account.password_hash) return Error("SIGN_IN_FAILED");
    if (!proven.new_hash.empty()) LIANBAN_RETURN_IF_ERROR(SetPassword(tx, city, user.user_id(), proven.new_hash));
    LIANBAN_RETURN_IF_ERROR(InsertSession(tx, city, token, user.user_id(), client, now));
    return AppendAudit(tx, city, now, {user.user_id(), "SignedIn", user.user_id(), {{"client", client}}});
  }));
  v1::SignInResponse response;
  response.set_session_token(token);
  *response.mutable_user() = user;
  *response.mutable_expire_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now + kSessionAbsolute));
  return response;
}

}  // namespace lianban::identity
