#pragma once
// The keys of a step that people do.

#include "services/workflow/language/block.h"

namespace lianban::workflow {

void ReadTask(Block& block, Step& step);

}  // namespace lianban::workflow
