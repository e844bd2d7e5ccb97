#pragma once
// The steps of a model as a graph: successors, joins with their groups and regions. Used when the model is built and
// checked; at run time everything needed is in the model.

#include <vector>

#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// Position of `name`, or -1.
int IndexOf(const Model& model, std::string_view name);
// Every step that a step may be followed by, in written order, each once. Unknown names are left out.
std::vector<std::vector<int>> Successors(const Model& model);
// What can be reached from `from` (included) without entering a step of `walls`.
std::vector<bool> Reachable(const std::vector<std::vector<int>>& successors, const std::vector<int>& from,
                            const std::vector<int>& walls);
// Steps that do not wait for anybody: decide, select, fork, join, effect.
bool IsAutomatic(const Step& step);

// Fills `groups`, `region` and `reach` of every join.
void ComputeJoins(Model& model, Findings& findings);
// Fills `exclusive`, `closable`, and `reach` of steps with `during`.
void ComputeRegions(Model& model, Findings& findings);

}  // namespace lianban::workflow
