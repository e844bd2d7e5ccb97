#pragma once
// Login and password, with failures counted and delayed: what SignIn and the enrolment of a second factor begin with.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/identity/account/account_store.h"
#include "services/identity/command_context.h"
#include "services/identity/session/sign_in_delay.h"

namespace lianban::identity {

struct Credentials {
  std::string city, login, password, client;
};

struct Proven {
  Account account;
  std::vector<FailureSubject> subjects;  // counted as failed until ForgetAttempt
  std::string new_hash;                  // of the password, when the stored one is too weak for today
};

// SIGN_IN_FAILED whatever was wrong, after the same work; SIGN_IN_DELAYED.
absl::StatusOr<Proven> CheckCredentials(const CommandContext& context, const Credentials& given);

}  // namespace lianban::identity
