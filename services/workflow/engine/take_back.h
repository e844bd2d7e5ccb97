#pragma once
// What has to be remembered so that an answer can be taken back (撤回).

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Called when a command has been carried out and everything has come to rest: keeps, replaces or forgets state.last.
void RememberAnswer(Run& run, const CaseState& before);

}  // namespace lianban::workflow
