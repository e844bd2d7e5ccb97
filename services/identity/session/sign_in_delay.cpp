#include "services/identity/session/sign_in_delay.h"

#include <algorithm>

#include "fmt/format.h"

namespace lianban::identity {

std::vector<FailureSubject> SignInSubjects(std::string_view login, std::string_view client) {
  return {{fmt::format("pair:{}@{}", login, client), 5, absl::Minutes(15)},
          {fmt::format("client:{}", client), 20, absl::Minutes(15)},
          {fmt::format("account:{}", login), 50, absl::Minutes(1)}};
}

FailureSubject OneTimeCodeSubject(std::string_view user_id) {
  return {fmt::format("code:{}", user_id), 5, absl::Minutes(15)};
}

FailureSubject PasswordChangeSubject(std::string_view user_id) {
  return {fmt::format("password:{}", user_id), 5, absl::Minutes(15)};
}

absl::Duration DelayAfter(const FailureSubject& subject, int failures) {
  if (failures < subject.free) return absl::ZeroDuration();
  const int doublings = std::min(failures - subject.free, 20);
  return std::min(absl::Seconds(int64_t{1} << doublings), subject.delay_max);
}

}  // namespace lianban::identity
