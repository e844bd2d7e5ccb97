// 退回 to an earlier step. Alone, only this step goes back. Out of parallel branches, every branch that was opened
// after the target goes back with it: nothing may go on beside a step that is being done again.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {
namespace {

bool InRegion(const Step& join, int step) {
  return std::find(join.region.begin(), join.region.end(), step) != join.region.end();
}

}  // namespace

absl::Status ReturnToStep(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  const Step* target = run.model.Find(run.command.target);
  auto outcomes = run.state.vars.find("outcomes");
  bool visited = target && outcomes != run.state.vars.end() && outcomes->contains(target->name);
  if (!visited || target->kind != StepKind::kTask) return Error("RETURN_TARGET", {{"step", run.command.target}});
  const int from = run.model.index.at(place.task->step), to = run.model.index.at(target->name);
  const int64_t no = place.activation->no;
  AddFact(run, "Returned",
          {{"task", place.task->no}, {"from", place.task->step}, {"to", target->name}, {"reason", run.command.reason}});
  Withdraw(run, no);
  for (const Step& join : run.model.steps) {
    if (join.kind != StepKind::kJoin || !InRegion(join, from) || InRegion(join, to)) continue;
    WithdrawSteps(run, join.region);
    WithdrawSteps(run, {run.model.index.at(join.name)});
  }
  SendToStep(run, target->name);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
