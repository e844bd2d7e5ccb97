#pragma once
// Files of the bundle: checked, compiled as text only, run once each with globals of their own.

#include <lua.h>

#include <string_view>

namespace lianban::workflow::sandbox {

// Pushes the chunk of `path`. What is wrong with the source goes to Context::errors, then the call raises.
void CompileFile(lua_State* L, std::string_view path);

// The word `use`: use "lib/eligibility" gives what lib/eligibility.lua returned. Only while the script loads.
int UseFile(lua_State* L);

// Registry places, set by OpenLibrary.
extern const char kGlobals;  // table: every name that a file finds as a global
extern const char kUsed;     // table: path -> what the file returned

}  // namespace lianban::workflow::sandbox
