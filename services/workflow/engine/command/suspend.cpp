// 中止 and 恢复: every clock stands still and keeps what is left of its time.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {

absl::Status SuspendCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  run.state.status = CaseStatus::kSuspended;
  AddFact(run, "CaseSuspended", {{"reason", run.command.reason}});
  for (ClockState& clock : run.state.clocks) LIANBAN_RETURN_IF_ERROR(PauseClock(run, clock, "suspended"));
  for (TimerState& timer : run.state.timers) timer.held = true;
  return absl::OkStatus();
}

absl::Status ResumeCase(Run& run) {
  if (run.state.status != CaseStatus::kSuspended) return Error("CASE_NOT_SUSPENDED");
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  run.state.status = CaseStatus::kRunning;
  AddFact(run, "CaseResumed");
  // The clocks of the case resume with SettleClocks, unless a step that pauses them is active.
  for (ClockState& clock : run.state.clocks) {
    if (clock.name.starts_with("step:")) LIANBAN_RETURN_IF_ERROR(ResumeClock(run, clock));
  }
  for (TimerState& timer : run.state.timers) {
    if (timer.clock.empty()) timer.held = false;  // dates do not move
  }
  LeaveFinishedCalls(run);  // children may have ended meanwhile
  return absl::OkStatus();
}

}  // namespace lianban::workflow
