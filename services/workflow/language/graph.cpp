#include "services/workflow/language/graph.h"

#include <algorithm>

namespace lianban::workflow {

int IndexOf(const Model& model, std::string_view name) {
  const Step* step = model.Find(name);
  return step == nullptr ? -1 : static_cast<int>(step - model.steps.data());
}

std::vector<std::vector<int>> Successors(const Model& model) {
  std::vector<std::vector<int>> successors(model.steps.size());
  for (size_t i = 0; i < model.steps.size(); ++i) {
    auto add = [&](const std::string& name) {
      int to = IndexOf(model, name);
      auto& list = successors[i];
      if (to >= 0 && std::find(list.begin(), list.end(), to) == list.end()) list.push_back(to);
    };
    const Step& step = model.steps[i];
    for (const std::string& outcome : step.outcome_order) add(step.on.at(outcome));
    for (const Branch& branch : step.branches) add(branch.to);
    for (const std::string& to : step.to) add(to);
  }
  return successors;
}

std::vector<bool> Reachable(const std::vector<std::vector<int>>& successors, const std::vector<int>& from,
                            const std::vector<int>& walls) {
  std::vector<bool> seen(successors.size());
  std::vector<int> todo;
  auto visit = [&](int step) {
    if (seen[step] || std::find(walls.begin(), walls.end(), step) != walls.end()) return;
    seen[step] = true;
    todo.push_back(step);
  };
  for (int step : from) visit(step);
  while (!todo.empty()) {
    int step = todo.back();
    todo.pop_back();
    for (int next : successors[step]) visit(next);
  }
  return seen;
}

bool IsAutomatic(const Step& step) {
  switch (step.kind) {
    case StepKind::kDecide:
    case StepKind::kSelect:
    case StepKind::kFork:
    case StepKind::kJoin:
    case StepKind::kEffect:
      return true;
    default:
      return false;
  }
}

}  // namespace lianban::workflow
