// Messages that come before anybody waits for them. A wait that is `persistent` uses the oldest one as soon as it begins;
// for all other waits such a message is refused and gone.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kKeptMax = 20;  // of one name

// The oldest one that is kept for the wait, taken out; null when there is none.
json TakeKept(Run& run, const std::string& message) {
  if (!run.state.vars["kept"].contains(message)) return nullptr;
  json& kept = run.state.vars.Edit("kept");
  json& list = kept[message];
  json first = list.front();
  list.erase(list.begin());
  if (list.empty()) kept.erase(message);
  if (kept.empty()) run.state.vars.Erase("kept");
  return first;
}

}  // namespace

bool IsKept(const Run& run, const std::string& message) {
  for (const Step& step : run.model.steps) {
    if (step.persistent && step.message == message) return true;
  }
  return false;
}

absl::Status KeepMessage(Run& run, const std::string& message, const std::string& outcome, const json& data) {
  // It must be one that every wait for it can use, so that what was accepted is not refused later.
  for (const Step& step : run.model.steps) {
    if (!step.persistent || step.message != message) continue;
    Run trial = run;
    LIANBAN_RETURN_IF_ERROR(UseMessage(trial, step, outcome, data).status());
  }
  json& list = run.state.vars.Edit("kept")[message];
  if (list.size() >= kKeptMax) return Error("MESSAGES_TOO_MANY", {{"message", message}, {"max", std::to_string(kKeptMax)}});
  list.push_back({{"outcome", outcome}, {"data", data}});
  AddFact(run, "MessageKept", {{"message", message}});
  return absl::OkStatus();
}

absl::StatusOr<bool> UseKeptMessage(Run& run) {
  if (!run.state.vars.contains("kept")) return false;
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (!step.persistent) continue;
    json kept = TakeKept(run, step.message);
    if (kept.is_null()) continue;
    const int64_t no = activation.no;
    const SharedObject form = run.state.form;
    const SharedJson materials = run.state.materials;
    absl::StatusOr<std::string> outcome = UseMessage(run, step, kept["outcome"].get<std::string>(), kept["data"]);
    if (outcome.ok()) {
      Leave(run, no, *outcome);
      return true;
    }
    // The form has changed since, and it does not fit any more.
    run.state.form = form;
    run.state.materials = materials;
    AddFact(run, "MessageSetAside", {{"message", step.message}, {"reason", ReasonOf(outcome.status())}});
    return true;
  }
  return false;
}

}  // namespace lianban::workflow
