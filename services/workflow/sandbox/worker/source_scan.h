#pragma once
#include <string_view>

#include "services/workflow/sandbox/worker/context.h"

namespace lianban::workflow::sandbox {

// The second check, of a source that the compiler has accepted. Errors: SCRIPT_FORBIDDEN (goto, labels, <close>, _ENV,
// writing a global inside a function, a word of the language as a variable), SCRIPT_GLOBAL (a name nobody defines),
// SCRIPT_MISCOMPILED (what Lua 5.4.4 compiles wrongly). Warnings: SCRIPT_LINT_…. Collects the keys of `param`.
void ScanSource(Context& context, std::string_view path, std::string_view source);

}  // namespace lianban::workflow::sandbox
