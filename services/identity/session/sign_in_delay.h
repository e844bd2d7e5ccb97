#pragma once
// How long the next sign-in has to wait after failures. Three counters: the pair of account and client address grows
// fast; the address alone allows for an office behind one address; the account alone has a high threshold and a low
// ceiling, so that strangers cannot lock somebody out.

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace lianban::identity {

struct FailureSubject {
  std::string name;  // the counter's key
  int free;          // failures without delay
  absl::Duration delay_max;
};

std::vector<FailureSubject> SignInSubjects(std::string_view login, std::string_view client);
FailureSubject PasswordChangeSubject(std::string_view user_id);
FailureSubject OneTimeCodeSubject(std::string_view user_id);

// Doubles with each failure beyond the free ones, beginning with a second.
absl::Duration DelayAfter(const FailureSubject& subject, int failures);

// Failures are forgotten after a quiet day.
inline constexpr absl::Duration kFailureMemory = absl::Hours(24);

}  // namespace lianban::identity
