#pragma once
#include <optional>

#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow::sandbox {

// What the pool refuses before any worker sees it: paths that are not logical paths, too many or too large files.
std::optional<ScriptDiagnostic> CheckBundle(const ScriptBundle& bundle);

}  // namespace lianban::workflow::sandbox
