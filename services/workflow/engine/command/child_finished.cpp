#include "services/lib/errors/error.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {

absl::Status FinishChild(Run& run) {
  const nlohmann::json& data = run.command.data;
  if (run.command.actor.kind == ActorClass::kPerson) return Error("SYSTEM_REQUIRED");
  auto no = data.is_object() ? data.find("no") : data.end();
  if (no == data.end() || !no->is_number_integer())
    return Error("REQUEST_INVALID", {{"detail", "data.no is the number of the child"}});
  return ChildEnded(run, no->get<int64_t>(), data);
}

}  // namespace lianban::workflow
