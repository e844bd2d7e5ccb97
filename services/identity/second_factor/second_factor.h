#pragma once
// Commands of lianban.identity.v1.SecondFactor, each in the file of its name, and what SignIn asks of it.

#include "absl/status/statusor.h"
#include "lianban/identity/v1/second_factor.pb.h"
#include "services/identity/command_context.h"
#include "services/identity/second_factor/second_factor_store.h"

namespace lianban::identity {

// Login and password are the authority of these two. Errors: SIGN_IN_FAILED, SIGN_IN_DELAYED, SECOND_FACTOR_EXISTS;
// SECOND_FACTOR_MISSING (nothing was enrolled), ONE_TIME_CODE_WRONG.
absl::StatusOr<v1::EnrolSecondFactorResponse> EnrolSecondFactor(const CommandContext& context,
                                                                const v1::EnrolSecondFactorRequest& request);
absl::StatusOr<v1::ConfirmSecondFactorResponse> ConfirmSecondFactor(const CommandContext& context,
                                                                    const v1::ConfirmSecondFactorRequest& request);

absl::StatusOr<v1::RemoveSecondFactorResponse> RemoveSecondFactor(const CommandContext& context, const v1::Context& caller,
                                                                  const v1::RemoveSecondFactorRequest& request);
absl::StatusOr<v1::GetSecondFactorResponse> GetSecondFactor(const CommandContext& context, const v1::Context& caller,
                                                            const v1::GetSecondFactorRequest& request);
absl::StatusOr<v1::SetSecondFactorRolesResponse> SetSecondFactorRoles(const CommandContext& context,
                                                                      const v1::Context& caller,
                                                                      const v1::SetSecondFactorRolesRequest& request);

// The second half of a sign-in; the password was right. A wrong code is counted as a failed attempt of its own, so that a
// right password does not make guesses cheap. Errors: ONE_TIME_CODE_REQUIRED, ONE_TIME_CODE_WRONG, SIGN_IN_DELAYED,
// SECOND_FACTOR_REQUIRED (a role wants one, and there is none).
absl::Status CheckSecondFactor(const CommandContext& context, const std::string& city, const v1::User& user,
                               const std::string& code);

// Takes a code of the app or, with `or_recovery`, a recovery code; counted and delayed.
absl::Status TakeCode(const CommandContext& context, const FactorOwner& owner, const std::string& code, bool or_recovery);

}  // namespace lianban::identity
