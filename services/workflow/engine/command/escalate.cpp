// 提级: a task goes to the unit above, by hand or by a chain of escalations.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/escalation.h"

namespace lianban::workflow {

absl::Status EscalateTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToManage(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  if (place.task->desk == "applicant" || place.task->before != 0)
    return Error("ESCALATE_REFUSED", {{"task", place.task->title}});
  if (MoveUp(run, *place.task, ArgumentText(run, "at"), "leader", "person")) return absl::OkStatus();
  return Error("ESCALATE_TOP", {{"task", place.task->title}});
}

}  // namespace lianban::workflow
