#pragma once

#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// Every *.csv of the bundle: an option list when its first column is "value", otherwise a decision table.
void ReadTables(const ScriptBundle& bundle, Model& model, Findings& findings);

}  // namespace lianban::workflow
