#include "services/identity/account/check_credentials.h"

#include "absl/strings/ascii.h"
#include "services/identity/audit_store.h"
#include "services/identity/session/failure_store.h"
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

absl::StatusOr<Proven> CheckCredentials(const CommandContext& context, const Credentials& given) {
  const std::string& city = given.city;
  LIANBAN_RETURN_IF_ERROR(CheckIdentifier("city_id", city));
  std::string login = absl::AsciiStrToLower(given.login);
  const std::string client = given.client.substr(0, kClientBytesMax);
  // Malformed input is answered as a wrong password: it could be one.
  const bool malformed = !CheckLogin(login).ok() || given.password.size() > kPasswordBytesMax;
  if (malformed) login.clear();
  Proven proven;
  proven.subjects = SignInSubjects(login, client);
  LIANBAN_ASSIGN_OR_RETURN(auto account, Begin(context, city, login, proven.subjects));
  bool rehash = false;
  const std::string hash = account ? account->password_hash : HashOfNobody(context);
  const bool right = crypto::CheckPassword(hash, malformed ? "" : given.password, context.keys.pepper, &rehash);
  if (!right || !account) return Refuse(context, city, login, client);
  proven.account = *std::move(account);
  if (rehash) proven.new_hash = crypto::HashPassword(given.password, context.keys.pepper);
  return proven;
}

}  // namespace lianban::identity
