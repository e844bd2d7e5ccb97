#pragma once

#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// References, completeness and the rules of the house (a timeout decides nothing, nothing adverse happens by itself).
void CheckModel(const Model& model, Findings& findings);

}  // namespace lianban::workflow
