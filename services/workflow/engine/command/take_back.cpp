// 撤回: one's own last answer, as long as nobody has gone on from it; or what one has delegated.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

absl::Status RecallDelegate(Run& run) {
  TaskPlace place = FindTask(run, run.command.task);
  if (!place.task) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  if (place.task->owner.empty() || !IsActor(run.command.actor, place.task->owner))
    return Error("TAKE_BACK_GONE", {{"task", place.task->title}});
  AddFact(run, "DelegationRecalled",
          {{"task", place.task->no}, {"step", place.task->step}, {"from", place.task->assignee}});
  const bool free = CheckNewHandler(*place.activation, place.task->owner, place.task->no).ok();
  place.task->assignee = free || place.task->desk.empty() ? place.task->owner : "";
  place.task->owner.clear();
  run.touched.push_back(place.task->no);
  return absl::OkStatus();
}

// What was kept of the answer for the rules of the step goes with it.
void ForgetAnswer(Run& run, const LastAnswer& last) {
  auto answers = run.state.vars.find("answers");
  if (answers == run.state.vars.end() || !answers->contains(last.step)) return;
  json& kept = run.state.vars.Edit("answers")[last.step];
  for (size_t i = kept.size(); i-- > 0;) {
    if (kept[i].value("by", "") != last.user) continue;
    kept.erase(i);
    return;
  }
}

// Inside several instances: the answer is struck from the count and the task is open again.
absl::Status TakeBackVote(Run& run, const Step& step, const LastAnswer& last) {
  // The step may be open several times (threads, ways that meet). States of earlier releases do not say which one it was.
  const int64_t no = last.activation;
  auto it = std::find_if(run.state.activations.begin(), run.state.activations.end(), [&](const Activation& activation) {
    return no == 0 ? activation.step == step.name : activation.no == no;
  });
  if (it == run.state.activations.end()) return Error("TAKE_BACK_GONE", {{"task", step.title}});
  Activation& activation = *it;
  TaskState task = *last.task;
  json next = nullptr;
  for (const TaskState& each : activation.tasks) {
    if (each.no > last.after) next = {{"no", each.no}, {"item", *each.item}};
  }
  if (!next.is_null()) {
    AddFact(run, "StepWithdrawn", {{"step", last.step}, {"tasks", {next["no"]}}});
    CloseTask(run, activation, next["no"].get<int64_t>());
    if (step.mode == InstanceMode::kSequence && !last.outcome.empty()) {
      if (!activation.waiting.is_array()) activation.waiting = json::array();
      activation.waiting.insert(activation.waiting.begin(), next["item"]);
      --activation.instances;
    }
  }
  if (!last.outcome.empty()) {
    int64_t counted = step.mode == InstanceMode::kVote ? task.weight : 1;
    if ((activation.tally[last.outcome] -= counted) <= 0) activation.tally.erase(last.outcome);
  }
  ForgetAnswer(run, last);
  std::erase(activation.answered, last.user);
  if (!task.assignee.empty()) std::erase(activation.answered, task.assignee);
  if (task.assignee.empty()) task.assignee = last.user;
  return OpenTask(run, step, activation, std::move(task));
}

// The steps that were opened by the answer are closed again, or its token is taken from the join it waits at.
absl::Status UndoMoves(Run& run, const LastAnswer& last) {
  if (!last.place.empty()) {
    auto token = run.state.tokens.find(last.place);
    if (token == run.state.tokens.end()) return Error("TAKE_BACK_GONE", {{"task", last.step}});
    if (--token->second == 0) run.state.tokens.erase(token);
    return absl::OkStatus();
  }
  std::vector<int64_t> opened;
  for (const Activation& activation : run.state.activations) {
    if (activation.no > last.after) opened.push_back(activation.no);
  }
  for (int64_t no : opened) Withdraw(run, no);
  return absl::OkStatus();
}

}  // namespace

absl::Status TakeBack(Run& run) {
  if (run.command.actor.kind != ActorClass::kPerson) return Error("HUMAN_REQUIRED", {{"task", "take_back"}});
  if (run.command.task != 0) return RecallDelegate(run);
  if (!run.state.last) return Error("TAKE_BACK_GONE", {{"task", run.model.title}});
  const LastAnswer last = *run.state.last;
  const Step& step = *run.model.Find(last.step);
  if (last.user != run.command.actor.user) return Error("TAKE_BACK_NOT_YOURS", {{"task", step.title}});
  if (last.blocked == "effects") return Error("TAKE_BACK_EFFECTS", {{"task", step.title}});
  if (last.blocked == "settled") return Error("TAKE_BACK_SETTLED", {{"task", step.title}});
  if (!last.blocked.empty()) return Error("TAKE_BACK_JOINED", {{"task", step.title}});
  AddFact(run, "TakenBack", {{"step", last.step}, {"user", last.user}, {"reason", run.command.reason}});
  if (last.task) return TakeBackVote(run, step, last);
  LIANBAN_RETURN_IF_ERROR(UndoMoves(run, last));
  // Straight into the step: `once` is about going there again, and nobody has.
  LIANBAN_RETURN_IF_ERROR(EnterTask(run, step));
  for (TaskState& task : run.state.activations.back().tasks) {
    if (task.desk != "applicant") task.assignee = last.user;
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
