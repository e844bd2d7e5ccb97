#pragma once
// Values of rule functions. Lua runs elsewhere: what the memo does not answer yet is put on run.needs.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Calls the rule with (form, case), or (form, case, item) where there is an item. An error with run.waits() means that the
// answer is still to come. Refusals: RULE_FAILED.
absl::StatusOr<nlohmann::json> Ask(Run& run, const RuleRef& rule);
absl::StatusOr<nlohmann::json> AskAbout(Run& run, const RuleRef& rule, const nlohmann::json& item);
// The same about a list that is shared with the state.
absl::StatusOr<nlohmann::json> AskAboutAll(Run& run, const RuleRef& rule, const SharedJson& list);
absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule);
// A rule gave something of the wrong type.
absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message);

// Value of every parameter the script may read, at the area of the case.
nlohmann::json ParameterValues(const Run& run);
// By the law of the step being worked on. nullptr when neither an area nor the script has set it.
const nlohmann::json* ParameterValue(const Run& run, const std::string& key);
const nlohmann::json* ParameterToday(const Run& run, const std::string& key);

}  // namespace lianban::workflow
