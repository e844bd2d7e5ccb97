#pragma once

#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// Every *.csv of the bundle: an option list when its first column is "value", otherwise a decision table.
void ReadTables(const ScriptBundle& bundle, Model& model, Findings& findings);

// Overlaps, gaps and rows that nothing reaches, once the form is known: a column that bears the name of a choice takes its options
// and no other value, unless a step gives the inputs by a rule.
void CheckTables(const ScriptBundle& bundle, const Model& model, Findings& findings);

// "base/legal_aid/matters.csv" -> "matters".
std::string StemOf(std::string_view path);

}  // namespace lianban::workflow
