#pragma once
// Where a run that has to wait for an answer of a rule stops, and goes on when the answer is there: before the step that asked.
// What came before it is not done again. A step that is not expected to ask is entered without a rest before it; should it ask
// nevertheless, the command begins again, with the same result.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Rules may be asked while it is entered.
bool AsksRules(const Step& step);
// Rules may be asked about conditions that the case waits for, or about messages that are kept.
bool HasConditions(const Run& run);

// Remembers the run as it stands, or (`worth` is false) forgets what was remembered.
void RestBefore(Run& run, bool worth);
// To where the run rested, if it did; the needs stay. Always an error: the run waits.
absl::Status GoBackToRest(Run& run);

}  // namespace lianban::workflow
