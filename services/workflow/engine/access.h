#pragma once
// Who may do what. Casework decides who may see a case; here is who may act, because it belongs to the process.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// The open task of the command, if the actor may act on it: it lies on one of the actor's desks or is assigned to the
// actor, and nobody else has claimed it. Refusals: TASK_NOT_OPEN, HUMAN_REQUIRED, NOT_YOUR_TASK, TASK_CLAIMED.
absl::StatusOr<TaskPlace> TaskToActOn(Run& run);
bool LiesWithActor(const Run& run, const TaskState& task);

// The case as a whole: somebody of the handling unit or above it, of a desk with an open task, or a service.
absl::Status MayActOnCase(const Run& run);
bool HasRole(const Run& run, std::string_view role);  // at the handling unit or above it

absl::Status RequireReason(const Run& run);

}  // namespace lianban::workflow
