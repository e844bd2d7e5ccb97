// 督办: blue reminds, orange warns with a date, red is the last. One case, one slip: the colour only rises.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/escalation.h"

namespace lianban::workflow {

absl::Status SuperviseCase(Run& run) {
  if (!HasRole(run, "leader") && !HasRole(run, "supervisor")) return Error("SUPERVISE_ROLE", {{"role", "leader"}});
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  std::string level = ArgumentText(run, "level");
  if (level == "lifted") {
    if (!run.state.vars.contains("supervision")) return Error("NOT_SUPERVISED");
    run.state.vars.Erase("supervision");
    EndSupervisionClock(run);
    AddFact(run, "SupervisionLifted", {{"reason", run.command.reason}});
    return absl::OkStatus();
  }
  if (level.empty()) level = NextColour(run);
  LIANBAN_RETURN_IF_ERROR(RaiseSupervision(run, level, ArgumentText(run, "period"), "person"));
  const SharedJson& children = ChildrenOf(run.state);
  for (size_t i = 0; i < children.ListSize(); ++i) {
    const nlohmann::json& child = children.ListAt(i);
    if (child.contains("status") || child.contains("left")) continue;
    AddEffect(run, "supervise_child", {{"no", child["no"]}, {"level", level}, {"reason", run.command.reason}});
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
