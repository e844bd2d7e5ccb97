#pragma once
// The curated standard library, written for the sandbox: every function charges fuel for the work it does, bounds what
// it builds, reads tables raw, and answers the same in every process.

#include <lua.h>

#include <string>
#include <string_view>

namespace lianban::workflow::sandbox {

// Each sets its functions in the table on top of the stack.
void RegisterBase(lua_State* L);    // assert error ipairs pairs pcall tonumber tostring type
void RegisterString(lua_State* L);  // byte char find format gmatch gsub len lower match rep reverse sub upper
void RegisterTable(lua_State* L);   // concat insert remove sort unpack
void RegisterMath(lua_State* L);
void RegisterUtf8(lua_State* L);

int SelectArguments(lua_State* L);  // select(n, …), select("#", …)

// Arguments. No coercion between text and number.
lua_Integer IntegerArgument(lua_State* L, int index);
lua_Integer IntegerArgument(lua_State* L, int index, lua_Integer otherwise);
std::string_view TextArgument(lua_State* L, int index);
void TableArgument(lua_State* L, int index);

// tostring without addresses: "table", "function".
std::string DisplayText(lua_State* L, int index);

// Pushes `text`; charges for it and refuses what no block can hold.
int PushText(lua_State* L, std::string_view text);
// Raises when a text of `bytes` could not be pushed. Call before building it.
void CheckTextSize(lua_State* L, uint64_t bytes);

struct LibraryFunction {
  const char* name;
  lua_CFunction function;
};
template <size_t N>
void RegisterFunctions(lua_State* L, const LibraryFunction (&functions)[N]) {
  for (const LibraryFunction& entry : functions) {
    lua_pushstring(L, entry.name);
    lua_pushcfunction(L, entry.function);
    lua_rawset(L, -3);
  }
}

}  // namespace lianban::workflow::sandbox
