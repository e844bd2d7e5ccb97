#pragma once
// What the C functions of the sandbox know beside their arguments. One per worker; a Lua state finds it in its extra
// space. Everything here lies outside the arena and is set anew for each load or call.

#include <lauxlib.h>
#include <lua.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/messages.h"
#include "services/workflow/sandbox/worker/arena.h"
#include "services/workflow/sandbox/worker/budget.h"
#include "services/workflow/sandbox/worker/lazy_tables.h"

namespace lianban::workflow::sandbox {

struct Position {
  std::string chunk;  // label of the file, see chunk_label.h
  int line = 0;
};

struct Context {
  explicit Context(const ScriptLimits& script_limits) : limits(script_limits), arena(script_limits.memory_bytes_max) {}

  ScriptLimits limits;
  Arena arena;
  Budget budget;
  lua_State* state = nullptr;      // for positions in the allocator; nullptr while there is none
  Position position;               // where the last error began
  bool value_refused = false;      // the error is that a value is no data
  bool loading = false;            // the main chunk runs: param gives data, use is allowed

  // While loading:
  std::map<std::string, std::string, std::less<>> files;    // path -> source
  std::vector<std::string> loading_now;                     // files that `use` is inside of
  std::vector<std::string> param_keys;
  std::vector<WireDiagnostic> warnings, errors;

  std::set<std::string, std::less<>> globals;               // every name that a file finds as a global

  std::map<std::string, std::string, std::less<>> paths;    // chunk label -> path
  LazyTables lazy;                                          // of the case
  std::string_view params;                                  // MessagePack map, while a rule runs
};

inline Context& ContextOf(lua_State* L) { return **static_cast<Context**>(lua_getextraspace(L)); }

// Charges fuel; raises when the budget is spent. `fuel` may be any size.
void Charge(lua_State* L, uint64_t fuel);
// Raises the error that no pcall of a script keeps.
[[noreturn]] void RaiseSpent(lua_State* L);
// The innermost line of script that is running.
Position Where(lua_State* L);

// An error with the position of the calling script: printf-like, only %s %d %f %c %%.
template <class... Args>
[[noreturn]] void Raise(lua_State* L, const char* format, Args... args) {
  luaL_error(L, format, args...);
  __builtin_unreachable();
}

}  // namespace lianban::workflow::sandbox
