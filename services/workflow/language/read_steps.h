#pragma once
// The steps of a script, each by its kind. References between them are checked later (check_model.h).

#include "services/workflow/language/block.h"

namespace lianban::workflow {

// `source` is the text of the main script: Lua tables have no order, the outcomes of a step do.
void ReadSteps(const nlohmann::json& list, int line, Model& model, Findings& findings);

}  // namespace lianban::workflow
