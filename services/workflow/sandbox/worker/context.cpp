#include "services/workflow/sandbox/worker/context.h"

namespace lianban::workflow::sandbox {
namespace {
char spent_mark;  // its address is the error value
}

void RaiseSpent(lua_State* L) {
  Context& context = ContextOf(L);
  if (context.position.line == 0) context.position = Where(L);
  lua_pushlightuserdata(L, &spent_mark);
  lua_error(L);
  __builtin_unreachable();
}

void Charge(lua_State* L, uint64_t fuel) {
  if (!ContextOf(L).budget.Use(fuel)) RaiseSpent(L);
}

Position Where(lua_State* L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0) continue;
    return {frame.short_src, frame.currentline};
  }
  return {};
}

}  // namespace lianban::workflow::sandbox
