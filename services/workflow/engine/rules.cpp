#include "services/workflow/engine/rules.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/law.h"

namespace lianban::workflow {

using nlohmann::json;

json CaseView(const Run& run) {
  const CaseState& state = run.state;
  json view = {{"process", state.process},
               {"unit", state.unit},
               {"area", state.area},
               {"started", DateTimeText(state.started, run.environment.zone)},
               {"now", DateTimeText(run.now, run.environment.zone)},
               {"today", DateText(run.now, run.environment.zone)},
               {"materials", state.materials}};
  for (const char* key : {"outcomes", "decisions", "children", "messages", "parent", "missing", "answers", "settled"}) {
    auto it = state.vars.find(key);
    view[key] = it == state.vars.end() ? json::object() : *it;
  }
  for (const auto& [ledger, field] : run.model.reads) {
    auto value = state.form.find(field);
    view["ledger"][ledger] = value != state.form.end() && value->is_string()
                                 ? run.environment.ledgers.Find(ledger, value->get<std::string>())
                                 : json::array();
  }
  return view;
}

json RuleArguments(const Run& run) { return json::array({run.state.form, CaseView(run)}); }

json RuleArguments(const Run& run, const json& item) {
  json arguments = RuleArguments(run);
  arguments.push_back(item);
  return arguments;
}

absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message) {
  return Error("RULE_FAILED", {{"file", LawModel(run).bundle ? LawModel(run).bundle->main : ""},
                               {"line", std::to_string(rule.line)},
                               {"code", std::string(code)},
                               {"message", std::string(message)}});
}

absl::StatusOr<json> Ask(Run& run, const RuleRef& rule, const json& arguments) {
  const bool filed = run.law.said == Law::Said::kAtFiling;
  std::string key = fmt::format("{}{}|{}", filed ? "filed " : "", rule.function, arguments.dump());
  auto answer = run.memo.find(key);
  if (answer == run.memo.end()) {
    if (run.needs.keys.empty()) {
      run.needs.batch.bundle = LawModel(run).bundle;
      run.needs.batch.params = ParameterValues(run);
      run.needs_filed = filed;
    }
    // One batch is one script and one set of parameters: the other law is asked in the next round.
    if (filed != run.needs_filed) return absl::UnavailableError("a rule of another law has to be asked first");
    run.needs.batch.calls.push_back({rule.function, arguments});
    run.needs.keys.push_back(std::move(key));
    return absl::UnavailableError("a rule has to be asked first");
  }
  if (answer->second.ok) return answer->second.value;
  const ScriptDiagnostic& error = answer->second.error;
  RuleRef where = rule;
  if (error.line > 0) where.line = error.line;
  return RuleFailed(run, where, error.code, error.message);
}

absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule, const json& arguments) {
  LIANBAN_ASSIGN_OR_RETURN(json value, Ask(run, rule, arguments));
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  return RuleFailed(run, rule, "RULE_TYPE", "the rule must return true or false");
}

const json* ParameterValue(const Run& run, const std::string& key) {
  if (const json* value = FiledParameter(run, key)) return value;
  return ParameterToday(run, key);
}

const json* ParameterToday(const Run& run, const std::string& key) {
  if (const json* value = run.environment.parameters.Find(key, run.state.area)) return value;
  auto otherwise = run.model.param_defaults.find(key);
  return otherwise == run.model.param_defaults.end() ? nullptr : &otherwise->second;
}

json ParameterValues(const Run& run) {
  json values = json::object();
  for (const std::string& key : LawModel(run).param_keys) {
    if (const json* value = ParameterValue(run, key)) values[key] = *value;
  }
  return values;
}

}  // namespace lianban::workflow
