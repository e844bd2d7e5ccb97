#include "services/lib/errors/error.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/form_check.h"
#include "services/workflow/engine/json_size.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kMessageBytesMax = 16 * 1024;

// The oldest wait for this message, or the wait of that name.
int64_t WaitingFor(const Run& run, const std::string& name) {
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (step.kind != StepKind::kWait || name.empty()) continue;
    if (step.message == name || ((step.of_applicant || step.of_parent) && step.name == name)) return activation.no;
  }
  return 0;
}

// The open call that takes children by this message; 0 when there is none.
int64_t InvitedBy(const Run& run, const std::string& name) {
  for (const Activation& activation : run.state.activations) {
    if (activation.open && !name.empty() && run.model.Find(activation.step)->invite == name) return activation.no;
  }
  return 0;
}

// What the sender says, in either of the two places.
std::string WantedOutcome(const Run& run) {
  std::string outcome = run.command.outcome;
  if (outcome.empty() && run.command.args.contains("outcome") && run.command.args["outcome"].is_string()) {
    outcome = run.command.args["outcome"].get<std::string>();
  }
  return outcome;
}

absl::StatusOr<std::string> OutcomeOf(const Step& step, std::string outcome) {
  std::string allowed;
  size_t ways = 0;
  for (const std::string& each : step.outcome_order) {
    if (each == "timeout") continue;
    allowed += (ways++ ? ", " : "") + each;
  }
  if (outcome.empty() && ways == 1) return allowed;
  if (outcome != "timeout" && step.on.contains(outcome)) return outcome;
  return Error("OUTCOME_UNKNOWN", {{"outcome", outcome}, {"step", step.title}, {"allowed", allowed}});
}

}  // namespace

absl::StatusOr<std::string> UseMessage(Run& run, const Step& step, const std::string& wanted, const json& data) {
  static const json nothing = json::object();
  LIANBAN_ASSIGN_OR_RETURN(std::string outcome, OutcomeOf(step, wanted));
  if (!data.is_object() && !data.is_null()) return Error("REQUEST_INVALID", {{"detail", "data is an object"}});
  const json& told = data.is_null() ? nothing : data;
  const auto form = told.find("form"), materials = told.find("materials");
  if (form != told.end() || !step.needs.empty()) {
    LIANBAN_RETURN_IF_ERROR(PatchForm(run, form != told.end() ? *form : nothing, step.edits, step.needs));
  }
  if (materials != told.end()) LIANBAN_RETURN_IF_ERROR(PatchMaterials(run, *materials));
  AddFact(run, "MessageReceived", [&] {
    json fact = {{"step", step.name}, {"message", step.message.empty() ? step.name : step.message}, {"outcome", outcome}};
    if (step.of_parent && told.contains("explanation")) fact["explanation"] = told["explanation"];
    return fact;
  });
  json rest = json::object();
  for (const auto& [name, value] : told.items()) {
    if (name != "form" && name != "materials") rest[name] = value;
  }
  if (rest.empty()) return outcome;
  if (!FitsInto(rest, kMessageBytesMax)) return Error("FORM_TOO_LARGE", {{"max", std::to_string(kMessageBytesMax)}});
  KeptOf(run, "messages", step) = std::move(rest);
  return outcome;
}

absl::Status ReceiveMessage(Run& run) {
  const std::string& name = run.command.target;
  int64_t no = WaitingFor(run, name);
  if (no == 0) {
    if (int64_t call = InvitedBy(run, name)) return InviteChild(run, call, run.command.data);
    if (IsKept(run, name)) return KeepMessage(run, name, WantedOutcome(run), run.command.data);
    return Error("MESSAGE_NOT_AWAITED", {{"message", name}});
  }
  const Step& step = *run.model.Find(FindActivation(run, no)->step);
  if (step.of_parent && run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  LIANBAN_ASSIGN_OR_RETURN(std::string outcome, UseMessage(run, step, WantedOutcome(run), run.command.data));
  Leave(run, no, outcome);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
