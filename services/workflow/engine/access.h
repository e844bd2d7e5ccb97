#pragma once
// Who may do what. Casework decides who may see a case; here is who may act, because it belongs to the process.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// The open task of the command, if the actor may act on it: it lies on one of the actor's desks or is assigned to the
// actor, and nobody else has claimed it. Refusals: TASK_NOT_OPEN, HUMAN_REQUIRED, NOT_YOUR_TASK, TASK_CLAIMED.
absl::StatusOr<TaskPlace> TaskToActOn(Run& run);
bool LiesWithActor(const Run& run, const TaskState& task);
// The same for those who see to it that work gets done (转办, 加签, 提级 …): also a leader of the unit the task lies with,
// or of one above it, whoever has claimed it. Refusals: TASK_NOT_OPEN, HUMAN_REQUIRED, NOT_YOUR_TASK, TASK_CLAIMED.
absl::StatusOr<TaskPlace> TaskToManage(Run& run);
// The actor, or somebody the actor stands in for (代理).
bool IsActor(const Actor& actor, const std::string& user);
// The user, unless that is somebody who has answered or has a task of this step already: nobody decides twice.
// Refusal: HANDLER_TWICE.
absl::Status CheckNewHandler(const Activation& activation, const std::string& user, int64_t except_task);
// Who has an answer of this step in hand answers that one: the other would lie claimed by somebody who has decided. What is lent
// comes back to the desk by itself. Refusal: HANDLER_TWICE.
absl::Status CheckHandsFree(const Activation& activation, const std::string& user, int64_t except_task);

// The case as a whole: somebody of a unit that handles it (its own, or one with an open task) or of a unit above such a
// unit, or a service. Refusal: NOT_YOUR_CASE.
absl::Status MayActOnCase(const Run& run);
bool HasRole(const Run& run, std::string_view role);  // at such a unit

absl::Status RequireReason(const Run& run);

}  // namespace lianban::workflow
