// 撤销 by the applicant, 终止 by the authority.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/branches.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {

absl::Status WithdrawCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, {}));
  CloseCase(run, CaseStatus::kWithdrawn, "withdrawn");
  return absl::OkStatus();
}

absl::Status TerminateCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, {}));
  auto result = run.command.args.find("result");
  bool named = result != run.command.args.end() && result->is_string() && result->get<std::string>().size() <= 64;
  CloseCase(run, CaseStatus::kTerminated, named ? result->get<std::string>() : "terminated");
  return absl::OkStatus();
}

// A child that was to end with its parent.
absl::Status EndWithParent(Run& run) {
  if (run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  if (!run.state.vars.contains("parent")) return Error("NOT_A_CHILD");
  LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, {}));
  CloseCase(run, CaseStatus::kTerminated, "parent_ended");
  return absl::OkStatus();
}

}  // namespace lianban::workflow
