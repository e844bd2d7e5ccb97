// 退回 to an earlier step. Alone, only this step goes back. Out of parallel branches, every branch that was opened
// after the target goes back with it: nothing may go on beside a step that is being done again. Out of several instances,
// all of them go back: no answer of the first round counts in the second.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/branches.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {

absl::Status ReturnToStep(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  if (place.task->before != 0) return Error("RETURN_OPINION", {{"task", place.task->title}});
  // The token has gone on already; and a co-handler only adds a part to what the lead answers for.
  if (place.activation->passed) return Error("RETURN_PASSED", {{"task", place.task->title}});
  if (run.model.Find(place.task->step)->mode == InstanceMode::kJoint && !place.task->lead)
    return Error("RETURN_NOT_LEAD", {{"task", place.task->title}});
  const Step* target = run.model.Find(run.command.target);
  auto outcomes = run.state.vars.find("outcomes");
  bool visited = target && outcomes != run.state.vars.end() && outcomes->contains(target->name);
  if (!visited || target->kind != StepKind::kTask) return Error("RETURN_TARGET", {{"step", run.command.target}});
  const int from = run.model.index.at(place.task->step), to = run.model.index.at(target->name);
  const int64_t no = place.activation->no;
  LIANBAN_RETURN_IF_ERROR(CheckWay(run, from, to));
  LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, StepsLeft(run, from, to)));
  AddFact(run, "Returned",
          {{"task", place.task->no}, {"from", place.task->step}, {"to", target->name}, {"reason", run.command.reason}});
  WithdrawForWay(run, no, from, to);
  SendToStep(run, target->name);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
