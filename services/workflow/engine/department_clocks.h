#pragma once
// How long a department has a case: with the parameter `clock.department.<process>` or `clock.department` (a period,
// "5wd") every unit that has an open task gets a clock of its own, "unit:<unit>". It is met when the unit has handed its
// last task on, and goes on counting when one comes back: the time in between is added back (R8).

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

absl::Status SettleDepartmentClocks(Run& run);
// nullptr when departments have no clocks, or this one has none.
ClockState* DepartmentClock(Run& run, const TaskState& task);

}  // namespace lianban::workflow
