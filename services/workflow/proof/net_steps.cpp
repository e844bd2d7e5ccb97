// The transitions of each kind of step.

#include "fmt/format.h"
#include "services/workflow/language/ways.h"
#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

absl::Status NetTranslator::Translate(const Step& step) {
  switch (step.kind) {
    case StepKind::kTask: Task(step); return absl::OkStatus();
    case StepKind::kWait:
    case StepKind::kCall: Stay(step); return absl::OkStatus();
    case StepKind::kDecide:
    case StepKind::kEffect: Choose(step); return absl::OkStatus();
    case StepKind::kSelect: return SeveralWays(step);
    case StepKind::kFork: Fork(step); return absl::OkStatus();
    case StepKind::kJoin: return Join(step);
    case StepKind::kFinish: Finish(step); return absl::OkStatus();
  }
  return absl::OkStatus();
}

std::set<std::pair<std::string, std::string>> NetTranslator::Ways(const Step& step) {
  std::set<std::pair<std::string, std::string>> ways;
  for (const auto& [outcome, to] : step.on) ways.emplace(outcome, to);
  for (const Branch& branch : step.branches) {
    if (!std::holds_alternative<std::string>(branch.when)) ways.emplace("", branch.to);  // named ones repeat `on`
  }
  return ways;
}

void NetTranslator::Task(const Step& step) {
  for (const auto& [outcome, to] : step.on) {
    if (outcome == "closed" && step.closable) continue;  // is part of leaving the step that closes it
    if (!MayLeaveBy(step, outcome)) continue;
    auto transition = Leave(step, Priority::kActor, outcome);
    if (outcome == "passed" && !step.during.empty()) {
      Passed(step, std::move(transition), to);
      continue;
    }
    Produce(transition, step, to);
    if (outcome == "timeout") {
      Add(std::move(transition));
      continue;
    }
    AddDuring(step, transition);
    if (const auto rest = rest_.find(step.name); rest != rest_.end()) {
      transition.produce.push_back({rest->second, 1});
      AddDuring(step, transition);
    }
  }
  if (const auto rest = rest_.find(step.name); rest != rest_.end()) {
    NetTransition last;  // of those that have not been waited for
    last.consume = {{rest->second, 1}};
    AddDuring(step, last);
  }
}

void NetTranslator::Passed(const Step& step, NetTransition transition, const std::string& to) {
  transition.priority = Priority::kPassed;
  for (size_t s = 0; s < model_.steps.size(); ++s) {
    if (!step.reach[0][s] || model_.steps[s].name == step.name) continue;
    const auto places = AlivePlacesOf(model_.steps[s].name);
    transition.empty.insert(transition.empty.end(), places.begin(), places.end());
  }
  Produce(transition, step, to);
  Add(std::move(transition));
}

void NetTranslator::Stay(const Step& step) {
  if (const auto door = door_.find(step.name); door != door_.end()) {
    NetTransition enter;
    enter.priority = Priority::kAutomatic;
    enter.consume = {{door->second, 1}};
    enter.produce = {{place_.at(step.name), 1}};
    Spend(enter, step, 1);
    AddInHand(step, std::move(enter));
  }
  for (const auto& [outcome, to] : step.on) {
    auto transition = Leave(step, Priority::kActor, outcome);
    Produce(transition, step, to);
    Add(std::move(transition));
  }
}

void NetTranslator::Choose(const Step& step) {
  for (const auto& [outcome, to] : Ways(step)) {
    auto transition = Leave(step, Priority::kAutomatic, outcome.empty() ? to : outcome);
    if (step.kind == StepKind::kEffect) transition.outcome.clear();
    Produce(transition, step, to);
    AddInHand(step, std::move(transition));
  }
}

absl::Status NetTranslator::SeveralWays(const Step& step) {
  std::vector<std::string> optional, otherwise;
  for (const Branch& branch : step.branches) {
    if (std::holds_alternative<std::string>(branch.when)) continue;  // named ones repeat `on`
    (std::holds_alternative<std::monostate>(branch.when) ? otherwise : optional).push_back(branch.to);
  }
  for (const auto& [outcome, to] : step.on) optional.push_back(to);
  if (optional.size() > kWaysMax) {
    return absl::ResourceExhaustedError(fmt::format("{} has {} ways", step.name, optional.size()));
  }
  for (unsigned taken = 1; taken < (1u << optional.size()); ++taken) {
    auto transition = Leave(step, Priority::kAutomatic);
    for (size_t i = 0; i < optional.size(); ++i) {
      if (taken & (1u << i)) {
        Produce(transition, step, optional[i]);
        transition.outcome += (transition.outcome.empty() ? "" : "+") + optional[i];
      }
    }
    AddInHand(step, std::move(transition));
  }
  for (const std::string& to : otherwise) {
    auto transition = Leave(step, Priority::kAutomatic, to);
    Produce(transition, step, to);
    AddInHand(step, std::move(transition));
  }
  return absl::OkStatus();
}

void NetTranslator::Fork(const Step& step) {
  auto transition = Leave(step, Priority::kAutomatic);
  for (const std::string& to : step.to) Produce(transition, step, to, step.threads);
  AddInHand(step, std::move(transition));
}

void NetTranslator::Finish(const Step& step) {
  auto transition = Leave(step, Priority::kAutomatic);
  transition.final = !step.ends_branch;
  AddInHand(step, std::move(transition));
}

}  // namespace lianban::workflow
