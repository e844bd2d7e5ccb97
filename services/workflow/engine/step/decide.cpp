// Automatic ways: exactly one (decide), one or more (select), all (fork).

#include <algorithm>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/decision.h"
#include "services/workflow/engine/explain_words.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/language/ways.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

struct Chosen {
  std::vector<std::string> to;  // steps, each once
  std::vector<int> ways;        // by which of the ways of the present script; -1: it has no such way
  std::string outcome;          // when a table or a rule named exactly one
  json explanation;
};

int Position(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
}

// Named outcomes of a table or a rule become ways of the present script, whichever law named them.
absl::StatusOr<Chosen> Named(const Run& run, const Step& decided_by, const std::vector<std::string>& outcomes, json explanation) {
  const Step& step = *run.model.Find(decided_by.name);
  Chosen chosen;
  chosen.explanation = std::move(explanation);
  if (outcomes.size() == 1) chosen.outcome = outcomes[0];
  for (const std::string& outcome : outcomes) {
    auto way = step.on.find(outcome);
    if (way == step.on.end()) {
      return Error("OUTCOME_UNKNOWN",
                   {{"outcome", outcome}, {"step", step.title}, {"allowed", absl::StrJoin(step.outcome_order, ", ")}});
    }
    if (std::find(chosen.to.begin(), chosen.to.end(), way->second) != chosen.to.end()) continue;
    chosen.to.push_back(way->second);
    chosen.ways.push_back(Position(step.outcome_order, outcome));
  }
  return chosen;
}

absl::StatusOr<Chosen> ByTable(Run& run, const Step& step) {
  LIANBAN_ASSIGN_OR_RETURN(Decision decision, DecideByTable(run, step, step.table));
  KeptOf(run, "decisions", step) = decision.outputs;
  const auto& on = run.model.Find(step.name)->on;
  if (on.size() == 1 && on.contains("next")) {
    Chosen worked_out{{on.at("next")}, {0}, "", std::move(decision.explanation)};
    return worked_out;
  }
  std::vector<std::string> outcomes;
  if (decision.outputs.is_array()) {
    const DecisionTable& table = LawModel(run).tables.at(step.table);
    for (const json& output : decision.outputs) outcomes.push_back(OutcomeOf(table, output));
  } else {
    outcomes.push_back(decision.outcome);
  }
  return Named(run, step, outcomes, std::move(decision.explanation));
}

absl::StatusOr<Chosen> ByRule(Run& run, const Step& step) {
  LIANBAN_ASSIGN_OR_RETURN(json value, Ask(run, *step.rule));
  json why = json::object();
  if (value.is_object() && value.contains("outcome")) {
    why = std::move(value);
    value = why["outcome"];
  }
  std::vector<std::string> outcomes;
  json list = value.is_array() ? std::move(value) : json::array({value});
  for (const json& outcome : list) {
    if (!outcome.is_string())
      return RuleFailed(run, *step.rule, "RULE_TYPE", "规则应当给出结果的名称 (the rule must return the name of an outcome)");
    outcomes.push_back(outcome.get<std::string>());
  }
  if (!run.tells()) return Named(run, step, outcomes, {});
  const std::string rule = PlaceOf(run, *step.rule);
  std::string given, given_zh;
  for (const std::string& outcome : outcomes) {
    given += (given.empty() ? "" : ", ") + outcome;
    given_zh += (given_zh.empty() ? "" : "、") + OutcomeInChinese(run, step, outcome);
  }
  auto said = [&](const char* key, std::string otherwise) {
    auto it = why.find(key);
    return it != why.end() && it->is_string() ? it->get<std::string>() : std::move(otherwise);
  };
  json inputs = why.contains("inputs") && why["inputs"].is_object() ? why["inputs"] : InputsOf(run, *step.rule);
  std::string zh = said("zh", fmt::format("“{}”按脚本 {} 的规则{}得出 {}", step.title, rule, BracketedInChinese(run, inputs), given_zh));
  std::string en = said("en", fmt::format("{}: the rule at {}{} gives {}", step.name, rule, Bracketed(inputs), given));
  return Named(run, step, outcomes,
               Explanation(std::move(zh), std::move(en), rule, std::move(inputs), said("basis", step.basis)));
}

void Take(const Run& run, const Step& decided_by, size_t at, Chosen& chosen) {
  const std::string& to = decided_by.branches[at].to;
  const Step& step = *run.model.Find(decided_by.name);
  if (&step != &decided_by) {
    const auto way = std::find_if(step.branches.begin(), step.branches.end(), [&](const Branch& branch) { return branch.to == to; });
    chosen.ways.push_back(way == step.branches.end() ? -1 : static_cast<int>(way - step.branches.begin()));
  } else {
    chosen.ways.push_back(static_cast<int>(at));
  }
  chosen.to.push_back(to);
}

// All conditions are asked in one crossing; a rule that fails only matters when its turn comes.
absl::StatusOr<Chosen> ByConditions(Run& run, const Step& step, bool several) {
  const auto holds = Together(run, [&] {
    std::vector<absl::StatusOr<bool>> answers;
    for (const Branch& branch : step.branches) {
      const RuleRef* rule = std::get_if<RuleRef>(&branch.when);
      answers.push_back(rule ? AskYesNo(run, *rule) : absl::StatusOr<bool>(false));
    }
    return answers;
  });
  Chosen chosen;
  std::string lines;
  json inputs;  // of the conditions up to the one that holds: the others did not matter
  size_t otherwise = 0;
  for (size_t i = 0; i < holds.size(); ++i) {
    const RuleRef* rule = std::get_if<RuleRef>(&step.branches[i].when);
    if (!rule) {
      otherwise = i;
      continue;
    }
    if (!holds[i].ok()) return holds[i].status();
    AddInputs(run, *rule, {}, inputs);
    if (!*holds[i]) continue;
    if (std::find(chosen.to.begin(), chosen.to.end(), step.branches[i].to) != chosen.to.end()) continue;
    Take(run, step, i, chosen);
    if (run.tells()) lines += (lines.empty() ? "" : ", ") + PlaceOf(run, *rule);
    if (!several) break;
  }
  const bool none = chosen.to.empty();
  if (none) Take(run, step, otherwise, chosen);
  if (!run.tells()) return chosen;
  const std::string ways_zh = TitlesOf(run, chosen.to), ways = absl::StrJoin(chosen.to, ", ");
  const std::string put_zh = BracketedInChinese(run, inputs), put = Bracketed(inputs);
  if (none) {
    chosen.explanation = Explanation(fmt::format("“{}”不符合前列任何条件{}，按其他情形转到“{}”", step.title, put_zh, ways_zh),
                                     fmt::format("{}: no condition holds{}, so otherwise: {}", step.name, put, ways), "otherwise",
                                     std::move(inputs), step.basis);
  } else {
    chosen.explanation = Explanation(fmt::format("“{}”符合脚本 {} 的条件{}，转到“{}”", step.title, lines, put_zh, ways_zh),
                                     fmt::format("{}: the condition at {} holds{}, so {}", step.name, lines, put, ways), lines,
                                     std::move(inputs), step.basis);
  }
  return chosen;
}

absl::Status Choose(Run& run, const Step& step, bool several) {
  const LawOf law(run, step);
  const Step& by = law.step();
  absl::StatusOr<Chosen> chosen = !by.table.empty() ? ByTable(run, by)
                                  : by.rule         ? ByRule(run, by)
                                                    : ByConditions(run, by, several);
  if (!chosen.ok()) return chosen.status();
  for (const std::string& next : chosen->to) {
    // A condition of the law at filing may lead to a step that is no more.
    if (run.model.Find(next) != nullptr) continue;
    std::vector<std::string> allowed;
    for (const Way& way : WaysOf(step)) allowed.push_back(way.to);
    return Error("OUTCOME_UNKNOWN", {{"outcome", next}, {"step", step.title}, {"allowed", absl::StrJoin(allowed, ", ")}});
  }
  if (chosen->to.empty() || (!several && chosen->to.size() > 1)) {
    return Error("DECISION_AMBIGUOUS", {{"step", step.title}, {"ways", std::to_string(chosen->to.size())}});
  }
  if (!chosen->outcome.empty()) KeptOf(run, "outcomes", step) = json(chosen->outcome);
  AddFact(run, "Decided", [&] {
    const json to = chosen->to;
    return json{{"step", step.name}, {"to", several ? to : to[0]}, {"explanation", std::move(chosen->explanation)}};
  });
  for (size_t i = 0; i < chosen->to.size(); ++i) Send(run, step, chosen->to[i], chosen->ways[i]);
  return absl::OkStatus();
}

}  // namespace

absl::Status EnterDecide(Run& run, const Step& step) { return Choose(run, step, false); }
absl::Status EnterSelect(Run& run, const Step& step) { return Choose(run, step, true); }

absl::Status EnterFork(Run& run, const Step& step) {
  for (size_t way = 0; way < step.to.size(); ++way) {
    for (int thread = 0; thread < step.threads; ++thread) Send(run, step, step.to[way], static_cast<int>(way));
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
