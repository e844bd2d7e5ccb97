#include "services/workflow/engine/choices.h"

namespace lianban::workflow {

std::vector<std::string> ChoicesOf(const Step& step, const TaskState& task) {
  if (step.mode == InstanceMode::kJoint && !task.lead) return {kCoHandlersAnswer};
  std::vector<std::string> choices;
  for (const std::string& outcome : step.outcome_order) {
    if (!IsFoundByMachine(step, outcome)) choices.push_back(outcome);
  }
  return choices;
}

}  // namespace lianban::workflow
