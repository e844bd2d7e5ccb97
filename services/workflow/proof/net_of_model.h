#pragma once
// The Petri net of a process. What the interpreter does with tokens, this net does too (engine/README.md); data, time and the
// instances inside one step are left out, so every way a script names counts as possible.

#include "absl/status/statusor.h"
#include "services/workflow/language/model.h"
#include "services/workflow/proof/net.h"

namespace lianban::workflow {

// RESOURCE_EXHAUSTED when a select or a partial join has more ways than can be listed (over ten).
absl::StatusOr<Net> NetOfModel(const Model& model);

}  // namespace lianban::workflow
