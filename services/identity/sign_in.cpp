#include "absl/strings/ascii.h"
#include "google/protobuf/util/time_util.h"
#include "services/identity/account_store.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/failure_store.h"
#include "services/identity/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr size_t kPasswordBytesMax = 1024, kClientBytesMax = 100;

// Checked when there is no account, so that the answer takes the same time.
const std::string& HashOfNobody(const CommandContext& context) {
  static const std::string hash = crypto::HashPassword(crypto::RandomBytes(16), context.keys.pepper);
  return hash;
}

// Counts the attempt and finds the account; nullopt when there is none that may sign in.
absl::StatusOr<std::optional<Account>> Begin(const CommandContext& context, const std::string& city,
                                             const std::string& login, const std::vector<FailureSubject>& subjects) {
  std::optional<Account> account;
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    account.reset();
    LIANBAN_ASSIGN_OR_RETURN(const auto known, tx.Query("city_name", {city}));
    if (known->size() == 0) return absl::OkStatus();  // nothing is counted for cities that do not exist
    LIANBAN_RETURN_IF_ERROR(CountAttempt(tx, city, subjects, context.now()));
    LIANBAN_ASSIGN_OR_RETURN(account, FindAccountByLogin(tx, city, login));
    return absl::OkStatus();
  }));
  if (account && account->user.disabled()) account.reset();
  return account;
}

absl::Status Refuse(const CommandContext& context, const std::string& city, const std::string& login,
                    const std::string& client) {
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto known, tx.Query("city_name", {city}));
    if (known->size() == 0) return absl::OkStatus();
    LIANBAN_RETURN_IF_ERROR(ForgetOldFailures(tx, city, context.now()));
    return AppendAudit(tx, city, context.now(), {"", "SignInFailed", login, {{"client", client}}});
  }));
  return Error("SIGN_IN_FAILED");
}

}  // namespace

absl::StatusOr<v1::SignInResponse> SignIn(const CommandContext& context, const v1::SignInRequest& request) {
  const std::string& city = request.city_id();
  const std::string login = absl::AsciiStrToLower(request.login()),
                    client = request.client().substr(0, kClientBytesMax);
  LIANBAN_RETURN_IF_ERROR(CheckIdentifier("city_id", city));
  // Malformed input is answered as a wrong password: it could be one.
  const bool malformed = !CheckLogin(login).ok() || request.password().size() > kPasswordBytesMax;
  const auto subjects = SignInSubjects(malformed ? "" : login, client);
  LIANBAN_ASSIGN_OR_RETURN(const auto account, Begin(context, city, malformed ? "" : login, subjects));
  bool rehash = false;
  const std::string hash = account ? account->password_hash : HashOfNobody(context);
  const bool right = crypto::CheckPassword(hash, malformed ? "" : request.password(), context.keys.pepper, &rehash);
  if (!right || !account) return Refuse(context, city, malformed ? "" : login, client);

  const v1::User& user = account->user;
  const absl::Time now = context.now();
  const std::string token = NewToken(city);
  const std::string new_hash = rehash ? crypto::HashPassword(request.password(), context.keys.pepper) : "";
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    // Disabled or given another password in the meantime: those ended all sessions, and this must not outlive them.
    LIANBAN_ASSIGN_OR_RETURN(const auto present, LockAccount(tx, city, user.user_id()));
    if (present.user.disabled() || present.password_hash != account->password_hash) return Error("SIGN_IN_FAILED");
    LIANBAN_RETURN_IF_ERROR(ForgetAttempt(tx, city, subjects));
    if (rehash) LIANBAN_RETURN_IF_ERROR(SetPassword(tx, city, user.user_id(), new_hash));
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
