#include "services/workflow/interchange/ways.h"

namespace lianban::workflow {

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
    way.conditional = std::holds_alternative<RuleRef>(branch.when);
    way.otherwise = !way.conditional && step.branches.size() > 1;
    ways.push_back(std::move(way));
  }
  for (const std::string& to : step.to) ways.push_back({"", to, false, false});
  return ways;
}

}  // namespace lianban::workflow
