#pragma once
// Form fields and materials of a script.

#include "services/workflow/language/block.h"

namespace lianban::workflow {

void ReadForm(const nlohmann::json& list, int line, Model& model, Findings& findings);
void ReadMaterials(const nlohmann::json& list, int line, Model& model, Findings& findings);

}  // namespace lianban::workflow
