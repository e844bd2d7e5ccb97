#pragma once
// Values of rule functions. Lua runs elsewhere: what the memo does not answer yet is put on run.needs.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// [form, case] or [form, case, item]; what every rule is called with.
nlohmann::json RuleArguments(const Run& run);
nlohmann::json RuleArguments(const Run& run, const nlohmann::json& item);
// What a rule sees as `case`.
nlohmann::json CaseView(const Run& run);

// Asks; an error with run.needs not empty means that the answer is still to come. Refusals: RULE_FAILED.
absl::StatusOr<nlohmann::json> Ask(Run& run, const RuleRef& rule, const nlohmann::json& arguments);
absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule, const nlohmann::json& arguments);
// A rule gave something of the wrong type.
absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message);

// Value of every parameter the script may read, at the area of the case.
nlohmann::json ParameterValues(const Run& run);
// By the law of the step being worked on. nullptr when neither an area nor the script has set it.
const nlohmann::json* ParameterValue(const Run& run, const std::string& key);
const nlohmann::json* ParameterToday(const Run& run, const std::string& key);

}  // namespace lianban::workflow
