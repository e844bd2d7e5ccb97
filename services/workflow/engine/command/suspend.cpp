// 中止 and 恢复: every clock stands still and keeps what is left of its time.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

// Where the law lists the grounds (鉴定、检验、听证 …), the parameter clock.pause_grounds holds the list.
absl::Status CheckGround(const Run& run, const std::string& ground) {
  const nlohmann::json* grounds = ParameterValue(run, "clock.pause_grounds");
  if (!grounds || !grounds->is_array()) return absl::OkStatus();
  std::string allowed;
  for (const nlohmann::json& each : *grounds) {
    if (!each.is_string()) continue;
    if (each.get<std::string>() == ground) return absl::OkStatus();
    allowed += (allowed.empty() ? "" : ", ") + each.get<std::string>();
  }
  return Error("SUSPEND_GROUND", {{"ground", ground.empty() ? "-" : ground}, {"allowed", allowed}});
}

}  // namespace

absl::Status SuspendCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  const std::string ground = ArgumentText(run, "ground");
  LIANBAN_RETURN_IF_ERROR(CheckGround(run, ground));
  run.state.status = CaseStatus::kSuspended;
  nlohmann::json fact = {{"reason", run.command.reason}};
  if (!ground.empty()) fact["ground"] = ground;
  AddFact(run, "CaseSuspended", std::move(fact));
  for (ClockState& clock : run.state.clocks) {
    LIANBAN_RETURN_IF_ERROR(PauseClock(run, clock, ground.empty() ? "suspended" : ground));
  }
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
    if (clock.name != "case" && clock.name != "promised") LIANBAN_RETURN_IF_ERROR(ResumeClock(run, clock));
  }
  for (TimerState& timer : run.state.timers) {
    if (timer.clock.empty()) timer.held = false;  // dates do not move
  }
  LeaveFinishedCalls(run);  // children may have ended meanwhile
  return absl::OkStatus();
}

}  // namespace lianban::workflow
