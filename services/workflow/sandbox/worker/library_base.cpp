#include <algorithm>
#include <cstring>
#include <vector>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

namespace lianban::workflow::sandbox {
namespace {

int Assert(lua_State* L) {
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'assert' (value expected)");
  Charge(L, 1);
  if (lua_toboolean(L, 1)) return lua_gettop(L);
  if (lua_gettop(L) >= 2) {
    lua_settop(L, 2);
  } else {
    luaL_where(L, 1);
    lua_pushliteral(L, "assertion failed!");
    lua_concat(L, 2);
  }
  return lua_error(L);
}

int ErrorFunction(lua_State* L) {
  lua_Integer level = IntegerArgument(L, 2, 1);
  Charge(L, 10);
  lua_settop(L, 1);
  if (lua_type(L, 1) == LUA_TSTRING && level > 0 && level < 100) {
    luaL_where(L, static_cast<int>(level));
    lua_pushvalue(L, 1);
    CheckTextSize(L, lua_rawlen(L, 1) + 100);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

int ProtectedCall(lua_State* L) {
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'pcall' (value expected)");
  Charge(L, 20);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
  Context& context = ContextOf(L);
  if (status == LUA_ERRMEM || status < 0) context.budget.MarkMemorySpent();
  if (context.budget.spent() != Spent::kNothing) RaiseSpent(L);
  context.position = {};
  if (status == LUA_OK) return lua_gettop(L);
  lua_pushboolean(L, 0);
  lua_insert(L, -2);
  return 2;
}

int IpairsStep(lua_State* L) {
  Charge(L, 1);
  lua_Integer i = lua_tointeger(L, 2) + 1;
  lua_pushinteger(L, i);
  return lua_rawgeti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

int Ipairs(lua_State* L) {
  TableArgument(L, 1);
  lua_pushcfunction(L, IpairsStep);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

// Keys in an order that does not depend on the process: numbers by value, then strings by bytes.
struct Key {
  double number = 0;
  lua_Integer integer = 0;
  const char* text = nullptr;  // alive as long as its table holds it
  size_t size = 0;
  bool is_integer = false;
};

bool Before(const Key& a, const Key& b) {
  if ((a.text == nullptr) != (b.text == nullptr)) return a.text == nullptr;
  if (a.text != nullptr) return std::string_view(a.text, a.size) < std::string_view(b.text, b.size);
  if (a.is_integer && b.is_integer) return a.integer < b.integer;
  return a.number != b.number ? a.number < b.number : a.is_integer > b.is_integer;
}

std::vector<Key> SortedKeys(lua_State* L, int index) {
  Complete(L, index);
  std::vector<Key> keys;
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    lua_pop(L, 1);
    Charge(L, 4);
    Key key;
    if (lua_type(L, -1) == LUA_TSTRING) {
      key.text = lua_tolstring(L, -1, &key.size);
    } else if (lua_type(L, -1) == LUA_TNUMBER) {
      key.is_integer = lua_isinteger(L, -1);
      key.integer = key.is_integer ? lua_tointeger(L, -1) : 0;
      key.number = lua_tonumber(L, -1);
    } else {
      Raise(L, "pairs needs names or numbers as keys, this table has a %s", luaL_typename(L, -1));
    }
    keys.push_back(key);
  }
  uint64_t work = 0;
  for (size_t left = keys.size(); left > 1; left /= 2) work += keys.size();
  for (const Key& key : keys) work += key.size / 16;
  Charge(L, work);
  std::sort(keys.begin(), keys.end(), Before);
  return keys;
}

// Upvalues: 1 table, 2 sorted keys, 3 how many are done.
int PairsStep(lua_State* L) {
  lua_Integer done = lua_tointeger(L, lua_upvalueindex(3));
  for (;;) {
    Charge(L, 2);
    if (lua_rawgeti(L, lua_upvalueindex(2), ++done) == LUA_TNIL) return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) break;  // removed while walking: skipped
    lua_pop(L, 2);
  }
  lua_pushinteger(L, done);
  lua_replace(L, lua_upvalueindex(3));
  return 2;
}

int Pairs(lua_State* L) {
  TableArgument(L, 1);
  lua_settop(L, 1);
  std::vector<Key> keys = SortedKeys(L, 1);
  lua_createtable(L, static_cast<int>(keys.size()), 0);
  for (size_t i = 0; i < keys.size(); ++i) {
    const Key& key = keys[i];
    if (key.text != nullptr) {
      lua_pushlstring(L, key.text, key.size);
    } else if (key.is_integer) {
      lua_pushinteger(L, key.integer);
    } else {
      lua_pushnumber(L, key.number);
    }
    lua_rawseti(L, 2, static_cast<lua_Integer>(i) + 1);
  }
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, PairsStep, 3);
  return 1;
}

int ToNumberInBase(lua_State* L) {
  lua_Integer base = IntegerArgument(L, 2);
  if (lua_type(L, 1) != LUA_TSTRING) Raise(L, "bad argument #1 to 'tonumber' (string expected)");
  if (base < 2 || base > 36) Raise(L, "bad argument #2 to 'tonumber' (base out of range)");
  std::string_view text = TextArgument(L, 1);
  size_t first = text.find_first_not_of(" \t\r\n\f\v");
  if (first == text.npos) return lua_pushnil(L), 1;
  text = text.substr(first, text.find_last_not_of(" \t\r\n\f\v") + 1 - first);
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty()) return lua_pushnil(L), 1;
  Charge(L, text.size());
  uint64_t value = 0;  // wraps around as Lua's own does
  for (char c : text) {
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
    if (digit >= base) return lua_pushnil(L), 1;
    value = value * base + digit;
  }
  lua_pushinteger(L, static_cast<lua_Integer>(negative ? 0 - value : value));
  return 1;
}

int ToNumber(lua_State* L) {
  constexpr size_t kNumeralBytesMax = 200;  // longer ones cost time and mean nothing
  Charge(L, 5);
  if (!lua_isnoneornil(L, 2)) return ToNumberInBase(L);
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'tonumber' (value expected)");
  lua_settop(L, 1);
  if (lua_type(L, 1) == LUA_TNUMBER) return 1;
  size_t size = 0;
  const char* text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &size) : nullptr;
  if (text != nullptr && size <= kNumeralBytesMax && lua_stringtonumber(L, text) == size + 1) return 1;
  lua_pushnil(L);
  return 1;
}

int ToString(lua_State* L) {
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'tostring' (value expected)");
  if (lua_type(L, 1) == LUA_TSTRING) return lua_settop(L, 1), 1;
  return PushText(L, DisplayText(L, 1));
}

int Type(lua_State* L) {
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'type' (value expected)");
  Charge(L, 1);
  lua_pushstring(L, luaL_typename(L, 1));
  return 1;
}

}  // namespace

int SelectArguments(lua_State* L) {
  int count = lua_gettop(L);
  Charge(L, 1 + count / 4);
  if (lua_type(L, 1) == LUA_TSTRING) {
    lua_pushinteger(L, count - 1);
    return 1;
  }
  lua_Integer n = IntegerArgument(L, 1);
  if (n < 0) {
    n = n < -static_cast<lua_Integer>(count) ? 0 : count + n;
  } else if (n > count) {
    n = count;
  }
  if (n < 1) Raise(L, "bad argument #1 to 'select' (index out of range)");
  return count - static_cast<int>(n);
}

void RegisterBase(lua_State* L) {
  RegisterFunctions(L, {{"assert", Assert},
                        {"error", ErrorFunction},
                        {"ipairs", Ipairs},
                        {"pairs", Pairs},
                        {"pcall", ProtectedCall},
                        {"tonumber", ToNumber},
                        {"tostring", ToString},
                        {"type", Type}});
}

}  // namespace lianban::workflow::sandbox
