#include "services/lib/errors/error.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// A child that had ended is open again. A call that still waits for others waits for it, too; otherwise this case has
// gone on without it, and only takes note.
absl::Status ReopenChild(Run& run, int64_t no) {
  const auto place = PlaceOfChild(ChildrenOf(run.state), no);
  if (!place || !ChildrenOf(run.state).ListAt(*place).contains("status")) return Error("CHILD_UNKNOWN", {{"child", run.command.target}});
  json& entry = EditChild(run, *place);
  entry.erase("status");
  entry.erase("result");
  Activation* waiting = nullptr;
  for (Activation& activation : run.state.activations) {
    // Of a call that was entered again only the youngest activation before the child is its own.
    bool calls = activation.waiting.is_array() && activation.step == entry.value("step", "");
    if (calls && activation.no < no && (!waiting || activation.no > waiting->no)) waiting = &activation;
  }
  if (waiting) waiting->waiting.push_back(no);
  AddFact(run, "ChildReopened", {{"child", run.command.target}, {"no", no}, {"awaited", waiting != nullptr}});
  return absl::OkStatus();
}

}  // namespace

absl::Status FinishChild(Run& run) {
  const nlohmann::json& data = run.command.data;
  if (run.command.actor.kind == ActorClass::kPerson) return Error("SYSTEM_REQUIRED");
  auto no = data.is_object() ? data.find("no") : data.end();
  if (no == data.end() || !no->is_number_integer())
    return Error("REQUEST_INVALID", {{"detail", "data.no is the number of the child"}});
  if (data.value("status", "") == "reopened") return ReopenChild(run, no->get<int64_t>());
  return ChildEnded(run, no->get<int64_t>(), data);
}

}  // namespace lianban::workflow
