#pragma once
// What happens by itself when time runs out (催办、督办、提级), level by level, as the parameter `escalation.<process>` or
// `escalation` of the area says:
//
//   [ {"after": "0d", "act": "urge"}, {"after": "1wd", "act": "supervise", "level": "orange"},
//     {"after": "2x", "act": "escalate", "at": "district", "role": "leader"} ]
//
// `after` is counted from the due date; "2x" is twice the period, counted from its start. Acts: urge, notify (the `role`
// of the unit, or of the one `at` that level), supervise, escalate. The system's acts: nothing is decided by them.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// The due date of this clock has come: sets the timer of the first level, or carries it out when it is due already.
absl::Status StartEscalation(Run& run, const ClockState& clock);
// A timer "escalation:<level>" has gone off.
absl::Status Escalate(Run& run, const TimerState& timer);
// Timers of a chain, which stay while the due date has not moved ahead of now.
bool IsEscalation(const TimerState& timer);

// The task goes to `role` of the unit above its own, or of the one at level `at`. False when there is none above.
// `by`: person | system.
bool MoveUp(Run& run, TaskState& task, const std::string& at, const std::string& role, std::string_view by);

// 督办: the colour rises, never falls. nullopt when `level` is no colour or not above the present one.
absl::Status RaiseSupervision(Run& run, const std::string& level, const std::string& period, std::string_view by);
// The colour after the present one: blue, orange, red.
std::string NextColour(const Run& run);

// A message to whoever has the task.
void UrgeTask(Run& run, const TaskState& task);

}  // namespace lianban::workflow
