#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"

namespace lianban::workflow {

// A calendar was imported: every clock that still runs is counted again (R10). Where nothing moves, nothing is written.
absl::Status RecomputeClocks(Run& run) {
  if (run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  bool moved = false;
  for (ClockState& clock : run.state.clocks) {
    if (clock.met || clock.paused_since) continue;
    const absl::Time due = clock.due;
    const bool unverified = clock.unverified;
    LIANBAN_RETURN_IF_ERROR(RecomputeClock(run, clock, "calendar"));
    moved |= due != clock.due || unverified != clock.unverified;
  }
  return moved ? absl::OkStatus() : Error("CLOCKS_UNCHANGED");
}

}  // namespace lianban::workflow
