#include "services/workflow/engine/rules.h"

#include <algorithm>
#include <array>

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

using Fields = std::shared_ptr<const std::vector<std::string>>;

bool Shows(const Fields& fields, std::string_view name) {
  return fields == nullptr || std::binary_search(fields->begin(), fields->end(), name, std::less<>());
}

// Members of `case`, sorted.
constexpr std::array<std::string_view, 16> kCaseMembers = {"answers", "area",    "children", "decisions", "ledger",  "materials", "messages", "missing",
                                                           "now",     "outcomes", "parent",  "process",   "settled", "started",   "today",    "unit"};

// nullptr: there is no such member.
const SharedJson* CaseMember(Run& run, std::string_view name) {
  static const SharedJson nothing = json::object();
  const absl::TimeZone& zone = run.environment.zone;
  RuleInput& input = run.input;
  const auto once = [](SharedJson& kept, auto make) {
    if (kept->is_null()) kept = json(make());
    return &kept;
  };
  if (name == "area") return &input.area;
  if (name == "unit") return &input.unit;
  if (name == "materials") return &run.state.materials;
  if (name == "ledger") return run.model.reads.empty() ? nullptr : &LedgerView(run);
  if (name == "now") return once(input.now, [&] { return DateTimeText(run.now, zone); });
  if (name == "today") return once(input.today, [&] { return DateText(run.now, zone); });
  if (name == "started") return once(input.started, [&] { return DateTimeText(run.state.started, zone); });
  if (name == "process") return once(input.process, [&] { return run.state.process; });
  if (!std::binary_search(kCaseMembers.begin(), kCaseMembers.end(), name)) return nullptr;
  const SharedJson* found = run.state.vars.Member(name);
  return found == nullptr ? &nothing : found;
}

// What a rule sees as `case`, as far as it can look at it. What is large in it is shared with the state.
SharedObject CaseView(Run& run, const Fields& fields) {
  std::vector<SharedObject::NamedValue> view;
  const auto show = [&](const auto& names) {
    view.reserve(names.size());
    for (const auto& name : names) {
      if (const SharedJson* value = CaseMember(run, name)) view.emplace_back(name, *value);
    }
  };
  fields == nullptr ? show(kCaseMembers) : show(*fields);
  return SharedObject(std::move(view));
}

// A form with lists or tables that the rule cannot look at goes without them, and without all that it cannot look at.
SharedObject FormView(const SharedObject& form, const Fields& fields) {
  const auto is_idle = [&](const SharedObject::NamedValue& member) {
    return (member.second.parts() != nullptr || member.second->is_structured()) && !Shows(fields, member.first);
  };
  if (fields == nullptr || std::none_of(form.members().begin(), form.members().end(), is_idle)) return form;
  std::vector<SharedObject::NamedValue> view;
  view.reserve(fields->size());
  for (const std::string& name : *fields) {
    if (const SharedJson* value = form.Member(name)) view.emplace_back(name, *value);
  }
  return SharedObject(std::move(view));
}

bool SameFields(const Fields& one, const Fields& other) {
  return one == other || (one != nullptr && other != nullptr && *one == *other);
}

// Made anew only when something that it may show has changed.
template <class Make>
const SharedObject& ShownOf(Run& run, size_t place, std::vector<RuleInput::Shown>& all, const Fields& fields, const std::array<uint64_t, 3>& now, Make make) {
  auto shown = std::find_if(all.begin(), all.end(), [&](const RuleInput::Shown& each) { return SameFields(each.fields, fields); });
  if (shown != all.end() && shown->of == now) return shown->value;
  if (shown == all.end()) shown = all.insert(all.end(), RuleInput::Shown{fields, {}, {}});
  shown->value = run.memo.Known(make(), place);
  // What says the same to two rules is one value, so that the memo finds what either of them was asked.
  for (const RuleInput::Shown& other : all) {
    if (&other != &*shown && Identical(other.value, shown->value)) shown->value = other.value;
  }
  shown->of = run.needs.ledgers.empty() ? now : std::array<uint64_t, 3>{};  // not whole: it is made again when they are there
  return shown->value;
}

const SharedObject& FormNow(Run& run, const RuleRef& rule) {
  const SharedObject& form = run.state.form;
  return ShownOf(run, 0, run.input.forms, rule.of_form, {form.stamp(), 1, 1}, [&] { return FormView(form, rule.of_form); });
}

bool Says(const SharedJson& value, const std::string& text) {
  return value->is_string() && value->get_ref<const std::string&>() == text;
}

// The state keeps them as text.
void KeepPlace(Run& run) {
  RuleInput& input = run.input;
  if (!Says(input.unit, run.state.unit)) input.unit = json(run.state.unit), input.views.clear();
  if (!Says(input.area, run.state.area)) input.area = json(run.state.area), input.views.clear();
}

const SharedObject& ViewNow(Run& run, const RuleRef& rule) {
  RuleInput& input = run.input;
  const CaseState& state = run.state;
  KeepPlace(run);
  return ShownOf(run, 1, input.views, rule.of_case, {state.form.stamp(), state.vars.stamp(), state.materials.stamp()},
                 [&] { return CaseView(run, rule.of_case); });
}

// (form, case, item), as far as the rule has parameters for them.
RuleQuestion QuestionOf(Run& run, const RuleRef& rule, const json* item, const SharedJson* list) {
  RuleQuestion question{rule.function, run.law.said == Law::Said::kAtFiling};
  if (rule.takes > 0) question.shared[question.shared_count++] = (run.input.form = FormNow(run, rule)).stamp();
  if (rule.takes > 1) question.shared[question.shared_count++] = (run.input.view = ViewNow(run, rule)).stamp();
  if (rule.takes > 2 && list != nullptr) question.shared[question.shared_count++] = list->stamp();
  if (rule.takes > 2) question.item = item;
  return question;
}

RuleCall CallOf(const Run& run, const RuleQuestion& question, const SharedJson* list) {
  RuleAnswers* answers = question.filed || list != nullptr ? nullptr : run.memo.answers();
  RuleCall call{question.function, nullptr, {}};
  call.traced = run.tells() || (answers != nullptr && answers->Learns(*LawModel(run).bundle, question.function));
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

// Several materials may be required by one function.
bool IsAsked(const RuleBatch& batch, const RuleQuestion& question) {
  return std::any_of(batch.calls.begin(), batch.calls.end(), [&](const RuleCall& call) { return Asks(call, question); });
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
  if (question.filed == run.needs.filed && !IsAsked(run.needs.batch, question)) run.needs.batch.calls.push_back(CallOf(run, question, list));
  return nullptr;
}

// What the rule has said of another case that looked the same to it; nullptr: of none.
const json* AnswerToOther(Run& run, const RuleRef& rule, const json* item) {
  RuleAnswers* answers = run.memo.answers();
  const bool filed = run.law.said == Law::Said::kAtFiling;  // with parameters of its own
  if (answers == nullptr || run.tells() || filed || !run.needs.ledgers.empty()) return nullptr;
  const auto member = [&](int argument, const std::string& name) {
    if (argument == 0) return run.state.form.Member(name);
    if (name == "area" || name == "unit") KeepPlace(run);
    return CaseMember(run, name);
  };
  const auto param = [&](const std::string& key) { return ParameterValue(run, key); };
  const json* found = answers->Find(*LawModel(run).bundle, rule.function, {member, param, rule.takes > 2 ? item : nullptr});
  return run.needs.ledgers.empty() ? found : nullptr;  // an entry that it reads has to be looked up first
}

// Where the memo keeps it. `list` is as the memo knows it.
absl::StatusOr<const json*> AnswerTo(Run& run, const RuleRef& rule, const json* item, const SharedJson* list = nullptr) {
  static const auto* const waits = new absl::Status(absl::UnavailableError("asked together with others"));
  if (list == nullptr) {
    if (const json* answer = AnswerToOther(run, rule, item)) return answer;
  }
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
  const SharedJson known = run.memo.Known(list, 2);
  LIANBAN_ASSIGN_OR_RETURN(const json* value, AnswerTo(run, rule, nullptr, &known));
  return *value;
}

std::vector<RuleSight> SeenBy(Run& run, const RuleRef& rule, const json& item) {
  std::vector<RuleSight> all;
  if (!run.tells()) return all;
  size_t anywhere = run.asked;
  const RuleResult* answer = run.memo.Find(QuestionOf(run, rule, item.is_null() ? nullptr : &item, nullptr), anywhere);
  if (answer == nullptr) return all;
  for (const RuleRead& read : answer->reads) {
    RuleSight seen{&read, nullptr};
    if (read.argument == 0 && !read.path.empty()) seen.value = FormNow(run, rule).Member(read.path[0]);
    if (read.argument == 1 && !read.path.empty()) seen.value = ViewNow(run, rule).Member(read.path[0]);
    all.push_back(seen);
  }
  return all;
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
