#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"

namespace lianban::workflow {

// A calendar was imported: every clock that still runs is counted again (R10).
absl::Status RecomputeClocks(Run& run) {
  if (run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  for (ClockState& clock : run.state.clocks) {
    if (clock.met || clock.paused_since) continue;
    LIANBAN_RETURN_IF_ERROR(RecomputeClock(run, clock, "calendar"));
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
