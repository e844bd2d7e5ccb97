#include "services/workflow/engine/decision.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/explain_words.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

json LastOutcome(const Run& run, std::string_view step) {
  const SharedJson* outcomes = run.state.vars.Member("outcomes");
  if (outcomes == nullptr) return json();
  if (outcomes->names() == nullptr) return outcomes->value(step, json());
  const SharedJson* outcome = outcomes->Part(step);
  return outcome == nullptr ? json() : **outcome;
}

// By name: a form field, "case.area", "case.<var>", "outcome.<step>", "param.<key>". Absent when there is none.
json InputNamed(const Run& run, const std::string& name) {
  auto form = run.state.form.find(name);
  if (form != run.state.form.end()) return *form;
  if (name.starts_with("param.")) {
    const json* value = ParameterValue(run, name.substr(6));
    return value ? *value : json();
  }
  if (name.starts_with("outcome.")) return LastOutcome(run, std::string_view(name).substr(8));
  if (name.starts_with("case.")) {
    std::string key = name.substr(5);
    if (key == "area") return run.state.area;
    if (key == "unit") return run.state.unit;
    if (key == "today") return DateText(run.now, run.environment.zone);
    return run.state.vars[key];
  }
  return json();
}

// Where the memo keeps them, or in `named`.
absl::StatusOr<const json*> TableInputs(Run& run, const Step& step, const DecisionTable& table, json& named) {
  named = json::object();
  if (step.inputs) {
    LIANBAN_ASSIGN_OR_RETURN(const json* inputs, AskToRead(run, *step.inputs));
    if (inputs->is_array() && inputs->empty()) return &named;
    if (inputs->is_object()) return inputs;
    return RuleFailed(run, *step.inputs, "RULE_TYPE", "inputs 应当给出 列 = 值 的表 (inputs must return a table of column = value)");
  }
  for (const TableColumn& column : table.columns) {
    if (column.kind != TableColumn::Kind::kIn) continue;
    json value = InputNamed(run, column.name);
    if (!value.is_null()) named[column.name] = std::move(value);
  }
  return &named;
}

// What the record may show: sensitive values stay out of it, under whatever name a rule hands them to the table.
json Shown(const Run& run, const Step& step, json inputs) {
  for (auto& [name, value] : inputs.items()) {
    const Field* field = run.model.FindField(name);
    if ((field != nullptr && field->sensitive) || (step.inputs && IsSensitiveValue(run, value))) value = kMasked;
  }
  return inputs;
}

// What came out, as the sentence says it: the outcome, the outcomes of a list, or the values that were worked out.
std::string GivenBy(const DecisionTable& table, const Decision& decision) {
  if (!decision.outcome.empty()) return decision.outcome;
  if (!decision.outputs.is_array()) return decision.outputs.is_object() ? Written(decision.outputs) : decision.outputs.dump();
  std::string given;
  for (const json& each : decision.outputs) {
    const std::string outcome = OutcomeOf(table, each);
    given += (given.empty() ? "" : "; ") + (outcome.empty() ? Written(each) : outcome);
  }
  return given.empty() ? "0" : given;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::string OutcomeOf(const DecisionTable& table, const json& outputs) {
  int deciding = OutcomeColumn(table);
  for (const TableColumn& column : table.columns) {
    if (column.kind != TableColumn::Kind::kOut || deciding-- != 0) continue;
    auto it = outputs.is_object() ? outputs.find(column.name) : outputs.end();
    return it != outputs.end() && it->is_string() ? it->get<std::string>() : "";
  }
  return "";
}

absl::StatusOr<Decision> DecideByTable(Run& run, const Step& step, const std::string& name) {
  const DecisionTable& table = LawModel(run).tables.at(name);
  json named;
  LIANBAN_ASSIGN_OR_RETURN(const json* given_inputs, TableInputs(run, step, table, named));
  LIANBAN_ASSIGN_OR_RETURN(TableDecision decided, Decide(table, *given_inputs));
  Decision decision;
  decision.outputs = std::move(decided.outputs);
  decision.outcome = OutcomeOf(table, decision.outputs);
  if (!run.tells()) return decision;
  std::string rows = Joined(decided.fired);
  auto basis = decided.notes.find("basis");
  json inputs = Shown(run, step, *given_inputs);
  const std::string put = Written(inputs), put_zh = WrittenInChinese(run, inputs), given = GivenBy(table, decision);
  decision.explanation = Explanation(
      fmt::format("“{}”按决策表“{}”{}（{}）得出 {}", step.title, name, rows.empty() ? "，没有符合的行" : fmt::format("第 {} 条", rows),
                  put_zh, decision.outcome.empty() ? given : OutcomeInChinese(run, step, given)),
      fmt::format("{}: table {}, {} ({}) gives {}", step.name, name, rows.empty() ? "no row" : fmt::format("row {}", rows), put, given),
      fmt::format("{}:{}", name, rows), std::move(inputs), basis != decided.notes.end() ? basis->second : step.basis);
  return decision;
}

absl::StatusOr<json> Propose(Run& run, const Step& present, const json& item) {
  const LawOf law(run, present);
  const Step& step = law.step();
  if (!step.propose_table.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(Decision decision, DecideByTable(run, step, step.propose_table));
    if (decision.outcome.empty()) return json();
    json proposal = decision.outputs.is_object() ? std::move(decision.outputs) : json::object();
    proposal["outcome"] = decision.outcome;
    if (!run.tells()) return proposal;
    CompleteExplanation(run, decision.explanation);
    proposal["explanation"] = std::move(decision.explanation);
    return proposal;
  }
  if (!step.propose_rule) return json();
  LIANBAN_ASSIGN_OR_RETURN(json value, item.is_null() ? Ask(run, *step.propose_rule) : AskAbout(run, *step.propose_rule, item));
  if (value.is_null()) return json();
  json proposal = value.is_string() ? json{{"outcome", value}} : std::move(value);
  auto outcome = proposal.is_object() ? proposal.find("outcome") : proposal.end();
  if (outcome == proposal.end() || !outcome->is_string() || !present.on.contains(outcome->get<std::string>())) {
    return RuleFailed(run, *step.propose_rule, "RULE_TYPE",
                      "propose 应当给出这一步的一种结果 (propose must return one of the step's outcomes)");
  }
  if (run.tells() && !proposal.contains("explanation")) {
    const std::string given = outcome->get<std::string>();
    proposal["explanation"] = ExplainRule(run, step, *step.propose_rule, item, fmt::format("建议 {}", OutcomeInChinese(run, present, given)),
                                          fmt::format("proposes {}", given));
    CompleteExplanation(run, proposal["explanation"]);
  }
  return proposal;
}

}  // namespace lianban::workflow
