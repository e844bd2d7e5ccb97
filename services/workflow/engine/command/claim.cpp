#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {

absl::Status ClaimTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  if (run.command.actor.user.empty()) return Error("HUMAN_REQUIRED", {{"task", place.task->title}});
  if (place.task->assignee == run.command.actor.user) return Error("CLAIMED_BEFORE", {{"task", place.task->title}});
  if (place.task->before == 0) {
    LIANBAN_RETURN_IF_ERROR(CheckHandsFree(*place.activation, run.command.actor.user, place.task->no));
    if (Contains(place.activation->answered, run.command.actor.user)) return Error("ANSWERED_BEFORE", {{"task", place.task->title}});
  }
  const Step& step = *run.model.Find(place.task->step);
  LIANBAN_RETURN_IF_ERROR(MayBegin(run, step));
  Begin(run, step, place.task->no);
  place.task->assignee = run.command.actor.user;
  run.touched.push_back(place.task->no);
  AddFact(run, "TaskClaimed",
          {{"task", place.task->no}, {"step", place.task->step}, {"assignee", place.task->assignee}});
  return absl::OkStatus();
}

absl::Status ReleaseTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  if (place.task->assignee.empty()) return Error("NOT_CLAIMED", {{"task", place.task->title}});
  if (!place.task->owner.empty() || place.task->desk.empty())
    return Error("RELEASE_REFUSED", {{"task", place.task->title}});
  place.task->assignee.clear();
  run.touched.push_back(place.task->no);
  AddFact(run, "TaskReleased", {{"task", place.task->no}, {"step", place.task->step}});
  return absl::OkStatus();
}

}  // namespace lianban::workflow
