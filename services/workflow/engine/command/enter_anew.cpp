// 迁移: what of a case has no like in its new release is withdrawn, and begins anew where the administrator has said.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {

absl::Status EnterAnew(Run& run) {
  if (run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  const auto entries = run.command.args.find("enter");
  if (entries == run.command.args.end() || entries->empty()) {
    return Error("REQUEST_INVALID", {{"detail", "args.enter"}});
  }
  for (const nlohmann::json& entry : *entries) {
    const int64_t no = entry.at("no").get<int64_t>();
    const std::string step = entry.at("step").get<std::string>();
    if (!FindActivation(run, no) || !run.model.Find(step)) {
      return Error("REQUEST_INVALID", {{"detail", "args.enter: " + step}});
    }
    Withdraw(run, no);
    SendToStep(run, step);
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
