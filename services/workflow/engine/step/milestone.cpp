// A step that may be done only while the case is in a state: while one of the steps in `during` is open. When that can
// never be again, the step is left by `passed`, where the script has it.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

// Something that is alive, other than the step itself, can still bring the case to one of its states.
bool CanStillCome(const Run& run, const Step& step) {
  const std::vector<bool>& reach = step.reach.front();
  for (const Activation& activation : run.state.activations) {
    if (activation.step == step.name || activation.passed) continue;
    if (reach[run.model.index.at(activation.step)]) return true;
  }
  for (size_t i = 0; i < run.model.steps.size(); ++i) {
    const Step& other = run.model.steps[i];
    if (!reach[i] || other.name == step.name) continue;
    if (HeldBackAt(run, other) > 0 || (other.kind == StepKind::kJoin && HoldsTokens(run, other))) return true;
  }
  return false;
}

}  // namespace

absl::Status CheckMilestone(const Run& run, const Step& step) {
  if (step.during.empty()) return absl::OkStatus();
  for (const Activation& activation : run.state.activations) {
    if (!activation.passed && Contains(step.during, activation.step)) return absl::OkStatus();
  }
  std::string states;
  for (const std::string& name : step.during) states += (states.empty() ? "" : "、") + run.model.Find(name)->title;
  return Error("NOT_THE_TIME", {{"step", step.title}, {"during", states}});
}

bool LeavePassedMilestone(Run& run) {
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (step.during.empty() || activation.passed || !step.on.contains("passed") || CanStillCome(run, step)) continue;
    AddFact(run, "MilestonePassed", {{"step", step.name}, {"by", "system"}});
    Leave(run, activation.no, "passed");
    return true;
  }
  return false;
}

}  // namespace lianban::workflow
