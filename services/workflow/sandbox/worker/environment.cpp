#include "services/workflow/sandbox/worker/environment.h"

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/worker/use_file.h"
#include "services/workflow/sandbox/worker/words.h"

namespace lianban::workflow::sandbox {
namespace {

int RefuseWrite(lua_State* L) { Raise(L, "the library tables are read-only"); }

// Replaces the table on top by an empty one that reads through to it.
void MakeReadOnly(lua_State* L) {
  lua_newtable(L);
  lua_createtable(L, 0, 3);
  lua_pushliteral(L, "__index");
  lua_pushvalue(L, -4);
  lua_rawset(L, -3);
  lua_pushliteral(L, "__newindex");
  lua_pushcfunction(L, RefuseWrite);
  lua_rawset(L, -3);
  lua_pushliteral(L, "__metatable");
  lua_pushboolean(L, 0);
  lua_rawset(L, -3);
  lua_setmetatable(L, -2);
  lua_replace(L, -2);
}

void SetLibrary(lua_State* L, const char* name, void (*fill)(lua_State*)) {
  lua_pushstring(L, name);
  lua_newtable(L);
  fill(L);
  MakeReadOnly(L);
  lua_rawset(L, -3);
}

// ("text"):rep(3): methods come from a copy of the string library that no script can reach otherwise.
void SetStringMethods(lua_State* L) {
  lua_pushliteral(L, "");
  lua_createtable(L, 0, 2);
  lua_pushliteral(L, "__index");
  lua_newtable(L);
  RegisterString(L);
  lua_rawset(L, -3);
  lua_pushliteral(L, "__metatable");
  lua_pushboolean(L, 0);
  lua_rawset(L, -3);
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

}  // namespace

void OpenEnvironment(lua_State* L) {
  lua_createtable(L, 0, 128);
  RegisterBase(L);
  SetLibrary(L, "string", RegisterString);
  SetLibrary(L, "table", RegisterTable);
  SetLibrary(L, "math", RegisterMath);
  SetLibrary(L, "utf8", RegisterUtf8);
  RegisterWords(L);
  SetStringMethods(L);
  RegisterLazyTables(L);
  Context& context = ContextOf(L);
  context.globals.clear();
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    lua_pop(L, 1);
    context.globals.insert(lua_tostring(L, -1));
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kGlobals);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kUsed);
}

}  // namespace lianban::workflow::sandbox
