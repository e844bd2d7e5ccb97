#pragma once
// string.find, match, gmatch, gsub on PatternMatcher.

#include <lua.h>

namespace lianban::workflow::sandbox {

int Find(lua_State* L);
int MatchText(lua_State* L);
int Gmatch(lua_State* L);
int Gsub(lua_State* L);

}  // namespace lianban::workflow::sandbox
