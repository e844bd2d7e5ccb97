// 转办 gives a task to another desk or person for good; 委派 lends it to a person, and the answer comes back as advice.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"

namespace lianban::workflow {

using nlohmann::json;

absl::Status TransferTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToManage(run));
  if (!run.model.Find(place.task->step)->transferable) return Error("TRANSFER_REFUSED", {{"task", place.task->title}});
  std::string desk = ArgumentText(run, "desk"), user = ArgumentText(run, "user");
  if (desk.empty() && user.empty()) return Error("REQUEST_INVALID", {{"detail", "args.desk or args.user is needed"}});
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  if (!desk.empty()) LIANBAN_RETURN_IF_ERROR(CheckDesk(run, desk));
  LIANBAN_RETURN_IF_ERROR(CheckNewHandler(*place.activation, user, place.task->no));
  json fact = {
      {"task", place.task->no}, {"step", place.task->step}, {"from", place.task->desk}, {"reason", run.command.reason}};
  if (!desk.empty()) place.task->desk = desk;
  place.task->assignee = user;
  place.task->owner.clear();
  fact["desk"] = place.task->desk;
  if (!user.empty()) fact["assignee"] = user;
  AddFact(run, "TaskTransferred", std::move(fact));
  run.touched.push_back(place.task->no);
  return absl::OkStatus();
}

absl::Status DelegateTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  std::string user = ArgumentText(run, "user");
  if (user.empty() || user == run.command.actor.user || run.command.actor.user.empty()) {
    return Error("REQUEST_INVALID", {{"detail", "args.user is somebody else"}});
  }
  LIANBAN_RETURN_IF_ERROR(CheckNewHandler(*place.activation, user, place.task->no));
  if (!place.task->owner.empty()) return Error("DELEGATED_BEFORE", {{"task", place.task->title}});
  place.task->owner = place.task->assignee.empty() ? run.command.actor.user : place.task->assignee;
  place.task->assignee = user;
  run.touched.push_back(place.task->no);
  AddFact(run, "TaskDelegated",
          {{"task", place.task->no}, {"step", place.task->step}, {"owner", place.task->owner}, {"assignee", user}});
  return absl::OkStatus();
}

}  // namespace lianban::workflow
