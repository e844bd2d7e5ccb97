#include "services/gateway/access.h"

namespace lianban::gateway {

const std::vector<MethodRule>& MethodRules() {
  static constexpr size_t kSmall = 16 << 10;
  static const std::vector<MethodRule> rules = {
      {"/lianban.identity.v1.Identity/SignIn", Access::kPublic, true, kSmall},
      {"/lianban.identity.v1.Identity/GetContext", Access::kInternal, false, kSmall},
      {"/lianban.identity.v1.SecondFactor/EnrolSecondFactor", Access::kPublic, true, kSmall},
      {"/lianban.identity.v1.SecondFactor/ConfirmSecondFactor", Access::kPublic, true, kSmall},
      {"/lianban.identity.v1.SecondFactor/RemoveSecondFactor", Access::kSession, true, kSmall},
      {"/lianban.casework.v1.Journal/AppendRecords", Access::kInternal, false, kSmall},
      {"/lianban.casework.v1.Journal/ListCities", Access::kInternal, false, kSmall},
      {"/lianban.intake.v1.Intake/GetPublicProgress", Access::kPublic, true, kSmall},
      {"/lianban.catalog.v1.Catalog/ComputeDeadline", Access::kPublic, false, kSmall},
      // A password is guessed as well by someone who found an open session.
      {"/lianban.identity.v1.Identity/ChangePassword", Access::kSession, true, kSmall},
  };
  return rules;
}

MethodRule RuleFor(std::string_view path) {
  for (const MethodRule& rule : MethodRules()) {
    if (rule.path == path) return rule;
  }
  return MethodRule{path};
}

}  // namespace lianban::gateway
