#pragma once
// Which calls of the API need no session, which never leave the house, and how much each may send.
// A method that is not named here needs a session.

#include <cstddef>
#include <string_view>
#include <vector>

namespace lianban::gateway {

enum class Access {
  kSession,   // a signed-in person or program
  kPublic,    // anybody
  kInternal,  // between services only; the gateway answers as if the method did not exist
};

struct MethodRule {
  std::string_view path;  // "/lianban.identity.v1.Identity/SignIn"
  Access access = Access::kSession;
  bool guessable = false;    // a secret could be guessed with it: limited by client address (Config.sign_ins_per_minute)
  size_t body_bytes_max = 0; // 0: Config.body_bytes_max
};

const std::vector<MethodRule>& MethodRules();

// The rule of a method; the default one when it is not named.
MethodRule RuleFor(std::string_view path);

}  // namespace lianban::gateway
