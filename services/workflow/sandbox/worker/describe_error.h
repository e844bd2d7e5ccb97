#pragma once
#include <lua.h>

#include "services/workflow/sandbox/wire/messages.h"
#include "services/workflow/sandbox/worker/context.h"

namespace lianban::workflow::sandbox {

// What ended a load or a call, from the error value on top of the stack and the budget. Never calls into the script.
// `otherwise` is the position when no line of script was running.
WireDiagnostic DescribeError(lua_State* L, int status, const Position& otherwise);

}  // namespace lianban::workflow::sandbox
