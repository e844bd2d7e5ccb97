#include <cmath>
#include <limits>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

// Only what IEEE 754 defines exactly: sines and logarithms may differ in the last bit between processors.

namespace lianban::workflow::sandbox {
namespace {

double Number(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TNUMBER) {
    Raise(L, "bad argument #%d (number expected, got %s)", index, lua_isnone(L, index) ? "no value" : luaL_typename(L, index));
  }
  Charge(L, 1);
  return lua_tonumber(L, index);
}

int PushWhole(lua_State* L, double value) {
  lua_Integer whole;
  if (lua_numbertointeger(value, &whole)) {
    lua_pushinteger(L, whole);
  } else {
    lua_pushnumber(L, value);
  }
  return 1;
}

int Round(lua_State* L, double (*round)(double)) {
  double value = Number(L, 1);
  if (lua_isinteger(L, 1)) return lua_settop(L, 1), 1;
  return PushWhole(L, round(value));
}
int Floor(lua_State* L) { return Round(L, std::floor); }
int Ceil(lua_State* L) { return Round(L, std::ceil); }

int Abs(lua_State* L) {
  double value = Number(L, 1);
  if (lua_isinteger(L, 1)) {
    lua_Integer whole = lua_tointeger(L, 1);
    lua_pushinteger(L, whole < 0 ? static_cast<lua_Integer>(0 - static_cast<uint64_t>(whole)) : whole);
  } else {
    lua_pushnumber(L, std::fabs(value));
  }
  return 1;
}

int Extreme(lua_State* L, bool largest) {
  int count = lua_gettop(L);
  Number(L, 1);
  int best = 1;
  for (int i = 2; i <= count; ++i) {
    Number(L, i);
    bool better = largest ? lua_compare(L, best, i, LUA_OPLT) : lua_compare(L, i, best, LUA_OPLT);
    if (better) best = i;
  }
  lua_pushvalue(L, best);
  return 1;
}
int Max(lua_State* L) { return Extreme(L, true); }
int Min(lua_State* L) { return Extreme(L, false); }

int Fmod(lua_State* L) {
  double a = Number(L, 1), b = Number(L, 2);
  if (lua_isinteger(L, 1) && lua_isinteger(L, 2)) {
    lua_Integer divisor = lua_tointeger(L, 2);
    if (divisor == 0) Raise(L, "bad argument #2 to 'fmod' (zero)");
    lua_pushinteger(L, divisor == -1 ? 0 : lua_tointeger(L, 1) % divisor);  // minimum % -1 would trap
  } else {
    lua_pushnumber(L, std::fmod(a, b));
  }
  return 1;
}

int Modf(lua_State* L) {
  double value = Number(L, 1);
  double whole = value < 0 ? std::ceil(value) : std::floor(value);
  PushWhole(L, whole);
  lua_pushnumber(L, whole == value ? 0.0 : value - whole);
  return 2;
}

int Sqrt(lua_State* L) {
  lua_pushnumber(L, std::sqrt(Number(L, 1)));
  return 1;
}

int ToInteger(lua_State* L) {
  Charge(L, 1);
  int exact = 0;
  lua_Integer value = lua_type(L, 1) == LUA_TNUMBER ? lua_tointegerx(L, 1, &exact) : 0;
  if (exact != 0) {
    lua_pushinteger(L, value);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

int NumberType(lua_State* L) {
  Charge(L, 1);
  if (lua_gettop(L) == 0) Raise(L, "bad argument #1 to 'type' (value expected)");
  if (lua_type(L, 1) != LUA_TNUMBER) return lua_pushnil(L), 1;
  lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
  return 1;
}

int UnsignedLess(lua_State* L) {
  lua_pushboolean(L, static_cast<uint64_t>(IntegerArgument(L, 1)) < static_cast<uint64_t>(IntegerArgument(L, 2)));
  return 1;
}

void Set(lua_State* L, const char* name) {
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, -3);
}

}  // namespace

void RegisterMath(lua_State* L) {
  RegisterFunctions(L, {{"abs", Abs},
                        {"ceil", Ceil},
                        {"floor", Floor},
                        {"fmod", Fmod},
                        {"max", Max},
                        {"min", Min},
                        {"modf", Modf},
                        {"sqrt", Sqrt},
                        {"tointeger", ToInteger},
                        {"type", NumberType},
                        {"ult", UnsignedLess}});
  lua_pushinteger(L, LUA_MAXINTEGER), Set(L, "maxinteger");
  lua_pushinteger(L, LUA_MININTEGER), Set(L, "mininteger");
  lua_pushnumber(L, std::numeric_limits<double>::infinity()), Set(L, "huge");
  lua_pushnumber(L, 3.141592653589793), Set(L, "pi");
}

}  // namespace lianban::workflow::sandbox
