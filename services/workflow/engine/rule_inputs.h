#pragma once
// What rule functions looked at, for the record: who reads why the machine did something sees on what grounds.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

inline constexpr char kMasked[] = "***";
inline constexpr size_t kInputsMax = 24;  // in one explanation

// {"income": 286000, "outcome.examine": "grant", "case.today": "2026-03-10", "param.legal_aid.income": 300000,
// "item.unit": …}: named as decision tables name their inputs. null is what a rule looked for and did not find,
// {"count": 3} a list or a table. Sensitive values are masked, long texts cut. The rule has been asked, and nothing has
// changed since.
nlohmann::json InputsOf(Run& run, const RuleRef& rule, const nlohmann::json& item = {});
void AddInputs(Run& run, const RuleRef& rule, const nlohmann::json& item, nlohmann::json& inputs);

// It is what a sensitive field of the form says: whatever name it goes by, it does not belong into a record.
bool IsSensitiveValue(const Run& run, const nlohmann::json& value);

// " (income = 286000, …)" and "（家庭人均月收入 = 2860.00元, …）"; nothing for no inputs.
std::string Bracketed(const nlohmann::json& inputs);
std::string BracketedInChinese(const Run& run, const nlohmann::json& inputs);

// "process.lua:12", of the law in force for the step.
std::string PlaceOf(const Run& run, const RuleRef& rule);

// “初审”按脚本 process.lua:12 的规则（…）`zh`. null where not everything is told.
nlohmann::json ExplainRule(Run& run, const Step& step, const RuleRef& rule, const nlohmann::json& item,
                           std::string_view zh, std::string_view en);
// By the list of duties `duty` of `area` lies with `whom`, a unit or a desk. null where not everything is told.
nlohmann::json ExplainDuty(const Run& run, const Step& step, const std::string& duty, const std::string& area, const std::string& whom);
// A rule has settled something else than the way of a case: `what` is the key of the step that holds it, "by", "each",
// "wait_for". Nothing without an explanation.
void AddRuleApplied(Run& run, const Step& step, std::string_view what, nlohmann::json explanation);

}  // namespace lianban::workflow
