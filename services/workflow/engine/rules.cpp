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

const SharedJson& LedgerView(Run& run) {
  const SharedObject& form = run.state.form;
  RuleInput& input = run.input;
  if (!input.ledgers->is_null() && input.ledgers_of == form.stamp()) return input.ledgers;
  json view;
  for (const auto& [ledger, field] : run.model.reads) {
    auto value = form.find(field);
    view[ledger] = value != form.end() && value->is_string() ? EntriesFor(run, ledger, value->get<std::string>()) : json::array();
  }
  input.ledgers_of = form.stamp();
  // Not whole: it is made again when they are there.
  if (!run.needs.ledgers.empty()) view = nullptr;
  return input.ledgers = std::move(view);
}

void RememberWhatStays(Run& run) {
  RuleInput& input = run.input;
  if (!input.now->is_null()) return;
  const absl::TimeZone& zone = run.environment.zone;
  input.now = json(DateTimeText(run.now, zone));
  input.today = json(DateText(run.now, zone));
  input.started = json(DateTimeText(run.state.started, zone));
  input.process = json(run.state.process);
}

// What a rule sees as `case`. What is large in it is shared with the state. Sorted by name.
SharedObject CaseView(Run& run) {
  static const SharedJson nothing = json::object();
  const CaseState& state = run.state;
  RememberWhatStays(run);
  std::vector<SharedObject::NamedValue> view;
  view.reserve(16);
  const auto of_vars = [&](std::string_view name) {
    const SharedJson* found = state.vars.Member(name);
    view.emplace_back(name, found == nullptr ? nothing : *found);
  };
  of_vars("answers");
  view.emplace_back("area", run.input.area);
  of_vars("children");
  of_vars("decisions");
  if (!run.model.reads.empty()) view.emplace_back("ledger", LedgerView(run));
  view.emplace_back("materials", state.materials);
  of_vars("messages");
  of_vars("missing");
  view.emplace_back("now", run.input.now);
  of_vars("outcomes");
  of_vars("parent");
  view.emplace_back("process", run.input.process);
  of_vars("settled");
  view.emplace_back("started", run.input.started);
  view.emplace_back("today", run.input.today);
  view.emplace_back("unit", run.input.unit);
  return SharedObject(std::move(view));
}

const SharedObject& FormNow(Run& run) {
  RuleInput& input = run.input;
  if (input.form_seen != run.state.form.stamp()) input.form = run.memo.Known(run.state.form);
  input.form_seen = run.state.form.stamp();
  return input.form;
}

bool Says(const SharedJson& value, const std::string& text) {
  return value->is_string() && value->get_ref<const std::string&>() == text;
}

// Made anew only when something that it shows has changed.
const SharedObject& ViewNow(Run& run) {
  RuleInput& input = run.input;
  const CaseState& state = run.state;
  std::array now = {state.form.stamp(), state.vars.stamp(), state.materials.stamp()};
  if (!Says(input.unit, state.unit)) input.unit = json(state.unit), input.seen = {};
  if (!Says(input.area, state.area)) input.area = json(state.area), input.seen = {};
  if (input.seen == now) return input.view;
  input.view = run.memo.Known(CaseView(run));
  input.seen = run.needs.ledgers.empty() ? now : decltype(now){};  // not whole: it is made again when they are there
  return input.view;
}

// (form, case, item), as far as the rule has parameters for them.
RuleQuestion QuestionOf(Run& run, const RuleRef& rule, const json* item, const SharedJson* list) {
  RuleQuestion question{rule.function, run.law.said == Law::Said::kAtFiling};
  if (rule.takes > 0) question.shared[question.shared_count++] = FormNow(run).stamp();
  if (rule.takes > 1) question.shared[question.shared_count++] = ViewNow(run).stamp();
  if (rule.takes > 2 && list != nullptr) question.shared[question.shared_count++] = list->stamp();
  if (rule.takes > 2) question.item = item;
  return question;
}

RuleCall CallOf(const Run& run, const RuleQuestion& question, const SharedJson* list) {
  RuleCall call{question.function, nullptr, {}};
  call.shared.reserve(question.shared_count);
  if (question.shared_count > 0) call.shared.push_back(run.input.form);
  if (question.shared_count > 1) call.shared.push_back(run.input.view);
  if (question.shared_count > 2) call.shared.push_back(*list);
  if (question.item != nullptr) call.arguments = json::array_t{*question.item};
  return call;
}

SharedJson ParametersFor(Run& run, bool filed) {
  ParameterSets* sets = run.memo.parameters();
  if (sets == nullptr || filed) return ParameterValues(run);
  return sets->Of(run.model, run.environment, run.state.area, [&] { return SharedJson(ParameterValues(run)); });
}

// nullptr: not yet, and the run needs it.
const RuleResult* KnownAnswer(Run& run, const RuleQuestion& question, const SharedJson* list) {
  if (!run.needs.ledgers.empty()) return nullptr;
  if (const RuleResult* answer = run.memo.Find(question, run.asked)) return answer;
  if (run.needs.batch.calls.empty()) {
    run.needs.batch.bundle = LawModel(run).bundle;
    run.needs.batch.params = ParametersFor(run, question.filed);
    run.needs.filed = question.filed;
  }
  // One batch is one script and one set of parameters: the other law is asked in the next round.
  if (question.filed == run.needs.filed) run.needs.batch.calls.push_back(CallOf(run, question, list));
  return nullptr;
}

// Where the memo keeps it. `list` is as the memo knows it.
absl::StatusOr<const json*> AnswerTo(Run& run, const RuleRef& rule, const json* item, const SharedJson* list = nullptr) {
  static const auto* const waits = new absl::Status(absl::UnavailableError("asked together with others"));
  const RuleResult* answer = KnownAnswer(run, QuestionOf(run, rule, item, list), list);
  while (answer == nullptr) {
    if (run.together > 0) return *waits;
    AskNow(run);
    answer = KnownAnswer(run, QuestionOf(run, rule, item, list), list);  // with the entries of ledgers it sees something else
  }
  if (answer->ok) return &answer->value;
  const ScriptDiagnostic& error = answer->error;
  RuleRef where = rule;
  if (error.line > 0) where.line = error.line;
  return RuleFailed(run, where, error.code, error.message);
}

}  // namespace

void AskNow(Run& run) {
  NeedsRules needs = std::move(run.needs);
  run.needs = NeedsRules();
  run.ask(std::move(needs));
}

absl::Status RuleFailed(const Run& run, const RuleRef& rule, std::string_view code, std::string_view message) {
  return Error("RULE_FAILED", {{"file", LawModel(run).bundle ? LawModel(run).bundle->main : ""},
                               {"line", std::to_string(rule.line)},
                               {"code", std::string(code)},
                               {"message", std::string(message)}});
}

absl::StatusOr<const json*> AskToRead(Run& run, const RuleRef& rule) { return AnswerTo(run, rule, nullptr); }

absl::StatusOr<json> Ask(Run& run, const RuleRef& rule) {
  LIANBAN_ASSIGN_OR_RETURN(const json* value, AnswerTo(run, rule, nullptr));
  return *value;
}

absl::StatusOr<json> AskAbout(Run& run, const RuleRef& rule, const json& item) {
  LIANBAN_ASSIGN_OR_RETURN(const json* value, AnswerTo(run, rule, &item));
  return *value;
}

absl::StatusOr<json> AskAboutAll(Run& run, const RuleRef& rule, const SharedJson& list) {
  const SharedJson known = run.memo.Known(list);
  LIANBAN_ASSIGN_OR_RETURN(const json* value, AnswerTo(run, rule, nullptr, &known));
  return *value;
}

absl::StatusOr<bool> AskYesNo(Run& run, const RuleRef& rule) {
  LIANBAN_ASSIGN_OR_RETURN(const json* value, AnswerTo(run, rule, nullptr));
  if (value->is_null()) return false;
  if (value->is_boolean()) return value->get<bool>();
  return RuleFailed(run, rule, "RULE_TYPE", "规则应当给出 true 或 false (the rule must return true or false)");
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
