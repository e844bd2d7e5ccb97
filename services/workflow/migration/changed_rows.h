#pragma once
// Which rows of tasks and timers have to be written, by comparing the case before and after.

#include "services/workflow/engine/transition.h"

namespace lianban::workflow {

// Fills opened, closed, timers_set and timers_cleared of the transition to `transition.next`.
void CompareRows(const CaseState& before, Transition& transition);

}  // namespace lianban::workflow
