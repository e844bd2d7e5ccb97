#include "services/workflow/engine/rules.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/law.h"

namespace lianban::workflow {

namespace {

using nlohmann::json;

// The entries, or an empty list while they have to be looked up first.
json EntriesFor(Run& run, const std::string& ledger, const std::string& key) {
  const LedgerKey what{ledger, key};
  if (const json* known = run.memo.FindLedger(what)) return *known;
  if (std::find(run.needs.ledgers.begin(), run.needs.ledgers.end(), what) == run.needs.ledgers.end()) {
    run.needs.ledgers.push_back(what);
  }
  return json::array();
}

// What a rule sees as `case`.
json CaseView(Run& run) {
  const CaseState& state = run.state;
  json view = json::object();
  view["process"] = state.process;
  view["unit"] = state.unit;
  view["area"] = state.area;
  view["started"] = DateTimeText(state.started, run.environment.zone);
  view["now"] = DateTimeText(run.now, run.environment.zone);
  view["today"] = DateText(run.now, run.environment.zone);
  view["materials"] = *state.materials;
  for (const char* key : {"outcomes", "decisions", "children", "messages", "parent", "missing", "answers", "settled"}) {
    auto it = state.vars.find(key);
    view[key] = it == state.vars.end() ? json::object() : *it;
  }
  for (const auto& [ledger, field] : run.model.reads) {
    auto value = state.form.find(field);
    view["ledger"][ledger] = value != state.form.end() && value->is_string()
                                 ? EntriesFor(run, ledger, value->get<std::string>())
                                 : json::array();
  }
  return view;
}

const SharedJson& FormNow(Run& run) {
  RuleInput& input = run.input;
  if (input.form_seen != run.state.form.stamp()) input.form = run.memo.Known(run.state.form);
  input.form_seen = run.state.form.stamp();
  return input.form;
}

// Made anew only when something that it shows has changed.
const SharedJson& ViewNow(Run& run) {
  RuleInput& input = run.input;
  const CaseState& state = run.state;
  const std::array now = {state.form.stamp(), state.vars.stamp(), state.materials.stamp()};
  if (input.seen == now && input.unit == state.unit && input.area == state.area) return input.view;
  input.view = run.memo.Known(CaseView(run));
  input.seen = now;
  input.unit = state.unit;
  input.area = state.area;
  return input.view;
}

// (form, case, item), as far as the rule has parameters for them.
RuleCall CallOf(Run& run, const RuleRef& rule, const json* item) {
  RuleCall call{rule.function, nullptr, {}};
  if (rule.takes > 0) call.shared.push_back(FormNow(run));
  if (rule.takes > 1) call.shared.push_back(ViewNow(run));
  if (rule.takes > 2 && item != nullptr) call.arguments = json::array({*item});
  return call;
}

absl::StatusOr<json> AnswerTo(Run& run, const RuleRef& rule, const json* item) {
  const bool filed = run.law.said == Law::Said::kAtFiling;
  RuleCall call = CallOf(run, rule, item);
  if (!run.needs.ledgers.empty()) return absl::UnavailableError("a ledger has to be looked up first");
  const RuleResult* answer = run.memo.Find(call, filed, run.asked);
  if (answer == nullptr) {
    if (run.needs.batch.calls.empty()) {
      run.needs.batch.bundle = LawModel(run).bundle;
      run.needs.batch.params = ParameterValues(run);
      run.needs.filed = filed;
    }
    // One batch is one script and one set of parameters: the other law is asked in the next round.
    if (filed != run.needs.filed) return absl::UnavailableError("a rule of another law has to be asked first");
    run.needs.batch.calls.push_back(std::move(call));
    return absl::UnavailableError("a rule has to be asked first");
  }
  if (answer->ok) return answer->value;
  const ScriptDiagnostic& error = answer->error;
  RuleRef where = rule;
  if (error.line > 0) where.line = error.line;
  return RuleFailed(run, where, error.code, error.message);
}

}  // namespace

absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message) {
  return Error("RULE_FAILED", {{"file", LawModel(run).bundle ? LawModel(run).bundle->main : ""},
                               {"line", std::to_string(rule.line)},
                               {"code", std::string(code)},
                               {"message", std::string(message)}});
}

absl::StatusOr<json> Ask(Run& run, const RuleRef& rule) { return AnswerTo(run, rule, nullptr); }

absl::StatusOr<json> AskAbout(Run& run, const RuleRef& rule, const json& item) {
  return AnswerTo(run, rule, &item);
}

absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule) {
  LIANBAN_ASSIGN_OR_RETURN(json value, Ask(run, rule));
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
