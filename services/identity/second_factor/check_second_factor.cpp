#include <algorithm>

#include "services/identity/audit_store.h"
#include "services/identity/second_factor/second_factor.h"
#include "services/identity/session/failure_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr size_t kCodeBytesMax = 32;

// Holds the person a role that nobody holds without a second factor?
bool IsRequired(const v1::User& user, const std::vector<std::string>& roles) {
  return std::any_of(user.desks().begin(), user.desks().end(), [&](const v1::Desk& desk) {
    return std::find(roles.begin(), roles.end(), desk.role()) != roles.end();
  });
}

}  // namespace

absl::Status TakeCode(const CommandContext& context, const FactorOwner& owner, const std::string& code, bool or_recovery) {
  const std::vector<FailureSubject> subjects = {OneTimeCodeSubject(owner.user_id)};
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(owner.city, [&](postgres::Transaction& tx) {
    return CountAttempt(tx, owner.city, subjects, context.now());
  }));
  bool taken = false;
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(owner.city, [&](postgres::Transaction& tx) -> absl::Status {
    taken = false;
    if (code.size() <= kCodeBytesMax) {
      LIANBAN_ASSIGN_OR_RETURN(taken, UseCode(tx, context.keys, owner, code, context.now()));
      if (!taken && or_recovery) {
        LIANBAN_ASSIGN_OR_RETURN(taken, UseRecoveryCode(tx, context.keys, owner, code, context.now()));
        if (taken) {
          LIANBAN_RETURN_IF_ERROR(
              AppendAudit(tx, owner.city, context.now(), {owner.user_id, "RecoveryCodeUsed", owner.user_id, {}}));
        }
      }
    }
    if (taken) return ForgetAttempt(tx, owner.city, subjects);
    return AppendAudit(tx, owner.city, context.now(), {"", "OneTimeCodeWrong", owner.user_id, {}});
  }));
  return taken ? absl::OkStatus() : Error("ONE_TIME_CODE_WRONG");
}

absl::Status CheckSecondFactor(const CommandContext& context, const std::string& city, const v1::User& user,
                               const std::string& code) {
  const FactorOwner owner{city, user.user_id()};
  bool confirmed = false, required = false;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto factor, ReadFactor(tx, context.keys, owner, false));
    confirmed = factor && factor->confirm_time;
    LIANBAN_ASSIGN_OR_RETURN(const auto roles, RolesThatNeedFactor(tx, city));
    required = IsRequired(user, roles);
    return absl::OkStatus();
  }));
  if (!confirmed) return required ? Error("SECOND_FACTOR_REQUIRED") : absl::OkStatus();
  if (code.empty()) return Error("ONE_TIME_CODE_REQUIRED");
  return TakeCode(context, owner, code, true);
}

absl::StatusOr<v1::GetSecondFactorResponse> GetSecondFactor(const CommandContext& context, const v1::Context& caller,
                                                            const v1::GetSecondFactorRequest&) {
  const FactorOwner owner{caller.city_id(), caller.user_id()};
  v1::User user;
  *user.mutable_desks() = caller.desks();
  v1::GetSecondFactorResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(owner.city, [&](postgres::Transaction& tx) -> absl::Status {
    response.Clear();
    LIANBAN_ASSIGN_OR_RETURN(const auto factor, ReadFactor(tx, context.keys, owner, false));
    LIANBAN_ASSIGN_OR_RETURN(const auto roles, RolesThatNeedFactor(tx, owner.city));
    LIANBAN_ASSIGN_OR_RETURN(const int64_t codes, CountRecoveryCodes(tx, owner));
    response.set_required(IsRequired(user, roles));
    response.set_recovery_codes_left(static_cast<int32_t>(codes));
    if (!factor || !factor->confirm_time) return absl::OkStatus();
    response.set_confirmed(true);
    response.mutable_confirm_time()->set_seconds(absl::ToUnixSeconds(*factor->confirm_time));
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::identity
