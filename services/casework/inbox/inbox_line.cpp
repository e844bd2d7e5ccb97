#include "services/casework/inbox/inbox_line.h"

#include "services/casework/case/case_record.h"
#include "services/workflow/engine/clock_timers.h"
#include "services/workflow/engine/clocks.h"

namespace lianban::casework {
InboxLine LineOf(const workflow::CaseState& state, const workflow::Environment& environment) {
  InboxLine line;
  line.paused = state.status == workflow::CaseStatus::kSuspended;
  const workflow::ClockState* clock = CaseClock(state);
  if (clock == nullptr || clock->met) return line;
  line.paused = line.paused || clock->paused_since.has_value();
  line.due = clock->due;
  line.warn = workflow::YellowFromOf(environment, state.area, workflow::RunningFrom(*clock), clock->due);
  return line;
}

InboxLine LineOf(const workflow::CaseState& state, const workflow::TaskState& task,
                 const workflow::Environment& environment) {
  InboxLine line;
  line.paused = state.status == workflow::CaseStatus::kSuspended;
  if (!task.due) return line;
  line.due = *task.due;
  absl::Time start = task.opened;
  // The interpreter has chosen the clock the task follows: the step's, or one of the case that began earlier.
  for (const auto& clock : state.clocks) {
    if (clock.due != *task.due) continue;
    start = workflow::RunningFrom(clock);
    line.paused = line.paused || clock.paused_since.has_value();
    break;
  }
  line.warn = workflow::YellowFromOf(environment, state.area, start, line.due);
  return line;
}

std::string_view LightOf(const InboxLine& line, absl::Time now) {
  if (line.paused) return "paused";
  if (now >= line.due) return "red";
  return now >= line.warn ? "yellow" : "normal";
}

}  // namespace lianban::casework
