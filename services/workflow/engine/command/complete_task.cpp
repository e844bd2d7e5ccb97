#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/form_check.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Joined(const Step& step) {
  std::string text;
  for (const std::string& outcome : step.outcome_order) {
    if (outcome != "timeout" && outcome != "mixed") text += (text.empty() ? "" : ", ") + outcome;
  }
  return text;
}

// Against the applicant: said so by the script, or the way leads (through effects) to an end with a remedy.
bool IsAdverse(const Run& run, const Step& step, const std::string& outcome) {
  if (Contains(step.adverse, outcome)) return true;
  const Step* next = run.model.Find(step.on.at(outcome));
  for (size_t hops = 0; next && next->kind == StepKind::kEffect && hops < run.model.steps.size(); ++hops) {
    next = run.model.Find(next->on.at("next"));
  }
  return next && next->kind == StepKind::kFinish && !next->remedy.empty();
}

absl::Status CheckOutcome(Run& run, const Step& step, const TaskState& task) {
  const std::string& outcome = run.command.outcome;
  // `timeout` and `mixed` are never chosen: they are found by the machine.
  if (!step.on.contains(outcome) || outcome == "timeout" || outcome == "mixed") {
    return Error("OUTCOME_UNKNOWN", {{"outcome", outcome}, {"step", step.title}, {"allowed", Joined(step)}});
  }
  bool overrules = task.proposal.is_object() && task.proposal.value("outcome", "") != outcome;
  if (overrules || Contains(step.reasons, outcome) || IsAdverse(run, step, outcome))
    LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  return absl::OkStatus();
}

// 委派: the answer goes back to the owner as advice, and the owner decides.
void GiveBack(Run& run, TaskState& task) {
  AddFact(run, "DelegateAnswered",
          {{"task", task.no},
           {"step", task.step},
           {"by", task.assignee},
           {"outcome", run.command.outcome},
           {"reason", run.command.reason}});
  task.assignee = task.owner;
  task.owner.clear();
  run.touched.push_back(task.no);
}

}  // namespace

absl::Status CompleteTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  const Step& step = *run.model.Find(place.task->step);
  LIANBAN_RETURN_IF_ERROR(CheckOutcome(run, step, *place.task));
  const std::string& user = run.command.actor.user;
  if (!user.empty() && Contains(place.activation->answered, user)) {
    return Error("ANSWERED_BEFORE", {{"task", place.task->title}});
  }
  LIANBAN_RETURN_IF_ERROR(PatchForm(run, run.command.data, step.edits,
                                    place.task->owner.empty() ? step.needs : std::vector<std::string>{}));
  if (auto materials = run.command.args.find("materials"); materials != run.command.args.end()) {
    LIANBAN_RETURN_IF_ERROR(PatchMaterials(run, *materials));
  }
  if (!place.task->owner.empty()) {
    GiveBack(run, *place.task);
    return absl::OkStatus();
  }
  json fact = {
      {"task", place.task->no}, {"step", step.name}, {"outcome", run.command.outcome}, {"desk", place.task->desk}};
  if (!run.command.reason.empty()) fact["reason"] = run.command.reason;
  if (place.task->proposal.is_object()) fact["proposal"] = place.task->proposal["outcome"];
  AddFact(run, "TaskCompleted", std::move(fact));
  if (step.mode != InstanceMode::kOne && !user.empty()) place.activation->answered.push_back(user);
  return AnswerTask(run, place.task->no, run.command.outcome);
}

}  // namespace lianban::workflow
