#include <cmath>
#include <cstdio>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

namespace lianban::workflow::sandbox {
namespace {

// "bad argument #2 to 'sub' (number expected, got nil)", as authors know it.
[[noreturn]] void BadArgument(lua_State* L, int index, const char* expected) {
  const char* got = lua_isnone(L, index) ? "no value" : luaL_typename(L, index);
  lua_Debug frame;
  const char* name = "?";
  if (lua_getstack(L, 0, &frame) != 0) {
    lua_getinfo(L, "n", &frame);
    if (frame.name != nullptr) name = frame.name;
  }
  Raise(L, "bad argument #%d to '%s' (%s expected, got %s)", index, name, expected, got);
}

}  // namespace

lua_Integer IntegerArgument(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TNUMBER) {
    int exact = 0;
    lua_Integer value = lua_tointegerx(L, index, &exact);
    if (exact != 0) return value;
    Raise(L, "bad argument #%d (number has no integer representation)", index);
  }
  BadArgument(L, index, "number");
}

lua_Integer IntegerArgument(lua_State* L, int index, lua_Integer otherwise) {
  return lua_isnoneornil(L, index) ? otherwise : IntegerArgument(L, index);
}

std::string_view TextArgument(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TNUMBER) {  // numbers are shown as tostring shows them
    std::string text = DisplayText(L, index);
    lua_pushlstring(L, text.data(), text.size());
    lua_replace(L, index);
  }
  if (lua_type(L, index) != LUA_TSTRING) BadArgument(L, index, "string");
  size_t size = 0;
  const char* text = lua_tolstring(L, index, &size);
  return {text, size};
}

void TableArgument(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TTABLE) BadArgument(L, index, "table");
}

std::string DisplayText(lua_State* L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TSTRING: {
      size_t size = 0;
      const char* text = lua_tolstring(L, index, &size);
      return std::string(text, size);
    }
    case LUA_TNUMBER: break;
    default: return luaL_typename(L, index);
  }
  if (lua_isinteger(L, index)) return std::to_string(lua_tointeger(L, index));
  double number = lua_tonumber(L, index);
  if (std::isnan(number)) return "nan";  // its sign differs between processors
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.14g", number);
  std::string text = buffer;
  if (text.find_first_not_of("-0123456789") == text.npos) text += ".0";
  return text;
}

void CheckTextSize(lua_State* L, uint64_t bytes) {
  constexpr uint64_t kTextBytesMax = kAllocationBytesMax - 64;  // room for the header of a string
  if (bytes > kTextBytesMax) {
    ContextOf(L).budget.MarkMemorySpent();
    RaiseSpent(L);
  }
}

int PushText(lua_State* L, std::string_view text) {
  CheckTextSize(L, text.size());
  Charge(L, text.size() / 16 + 1);
  lua_pushlstring(L, text.data(), text.size());
  return 1;
}

}  // namespace lianban::workflow::sandbox
