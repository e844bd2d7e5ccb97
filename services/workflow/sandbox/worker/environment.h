#pragma once
#include <lua.h>

namespace lianban::workflow::sandbox {

// Builds what scripts find as globals: the curated library, its tables read-only, and the vocabulary. The allow-list;
// nothing else exists. Fills Context::globals.
void OpenEnvironment(lua_State* L);

}  // namespace lianban::workflow::sandbox
