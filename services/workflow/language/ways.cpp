#include "services/workflow/language/ways.h"

namespace lianban::workflow {

bool MayLeaveBy(const Step& step, const std::string& outcome) {
  if (step.mode != InstanceMode::kVote || IsFoundByMachine(step, outcome)) return true;
  return outcome == step.vote["pass"] || outcome == step.vote["otherwise"];
}

std::vector<Way> WaysOf(const Step& step) {
  std::vector<Way> ways;
  const bool named = step.kind != StepKind::kJoin && step.kind != StepKind::kEffect;
  for (const std::string& outcome : step.outcome_order) {
    Way way;
    way.to = step.on.at(outcome);
    if (named) way.outcome = outcome;
    ways.push_back(std::move(way));
  }
  for (const Branch& branch : step.branches) {
    if (std::holds_alternative<std::string>(branch.when)) continue;  // repeats `on`
    Way way;
    way.to = branch.to;
    if (const auto* rule = std::get_if<RuleRef>(&branch.when)) {
      way.conditional = true;
      way.line = rule->line;
    }
    way.otherwise = !way.conditional && step.branches.size() > 1;
    ways.push_back(std::move(way));
  }
  for (const std::string& to : step.to) ways.push_back({.outcome = "", .to = to});
  return ways;
}

}  // namespace lianban::workflow
