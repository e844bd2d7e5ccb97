#pragma once
// Values of rule functions. Lua runs elsewhere: what the memo does not answer yet is put on run.needs.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// What the run needs; stops until the memo has it.
void AskNow(Run& run);

// Calls the rule with (form, case), or (form, case, item) where there is an item. Refusals: RULE_FAILED.
absl::StatusOr<nlohmann::json> Ask(Run& run, const RuleRef& rule);
absl::StatusOr<const nlohmann::json*> AskToRead(Run& run, const RuleRef& rule);  // where it stays until another is asked
absl::StatusOr<nlohmann::json> AskAbout(Run& run, const RuleRef& rule, const nlohmann::json& item);
// The same about a list that is shared with the state.
absl::StatusOr<nlohmann::json> AskAboutAll(Run& run, const RuleRef& rule, const SharedJson& list);
absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule);

// What the rule looked at to come to its answer, with the values as they are. It has been asked, and nothing has changed since.
// Nothing where not everything is told.
struct RuleSight {
  const RuleRead* read;
  const SharedJson* value;  // of the first name in its path; nullptr: not there, or not of the form or the case
};
std::vector<RuleSight> SeenBy(Run& run, const RuleRef& rule, const nlohmann::json& item = {});

// What `work` asks goes in one crossing: an answer that is not there yet is an error to it, and when it has asked everything it is
// done again with the answers. It changes nothing but what it gives.
template <class Work>
auto Together(Run& run, Work work) {
  for (;;) {
    ++run.together;
    auto result = work();
    --run.together;
    if (run.together > 0 || !run.waits()) return result;
    AskNow(run);
  }
}

// A rule gave something of the wrong type.
absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message);

// Value of every parameter the script may read, at the area of the case.
nlohmann::json ParameterValues(const Run& run);
// By the law of the step being worked on. nullptr when neither an area nor the script has set it.
const nlohmann::json* ParameterValue(const Run& run, const std::string& key);
const nlohmann::json* ParameterToday(const Run& run, const std::string& key);

}  // namespace lianban::workflow
