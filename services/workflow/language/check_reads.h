#pragma once
// What rules read: fields of the form, outcomes of steps. A name that nobody knows is never an error when it is read, only nothing,
// so a slip of the pen would be an answer.

#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// FIELD_UNKNOWN and STEP_UNKNOWN, as warnings: `form` in a function of the script's own may be something else.
void CheckReads(const ScriptBundle& bundle, const Model& model, Findings& findings);

}  // namespace lianban::workflow
