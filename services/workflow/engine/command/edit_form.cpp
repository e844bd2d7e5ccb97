#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/form_check.h"

namespace lianban::workflow {

// Corrects fields that one of the actor's open steps may write, without completing it.
absl::Status EditForm(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  std::vector<std::string> allowed;
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (!LiesWithActor(run, task)) continue;
      const Step& step = *run.model.Find(task.step);
      allowed.insert(allowed.end(), step.edits.begin(), step.edits.end());
      allowed.insert(allowed.end(), step.needs.begin(), step.needs.end());
      for (const auto& [outcome, names] : step.needs_for) allowed.insert(allowed.end(), names.begin(), names.end());
    }
  }
  if (run.command.data.empty()) return Error("REQUEST_INVALID", {{"detail", "data is the patch"}});
  return PatchForm(run, run.command.data, allowed, {});
}

}  // namespace lianban::workflow
