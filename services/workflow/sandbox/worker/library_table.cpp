#include <algorithm>
#include <cstdint>
#include <vector>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

namespace lianban::workflow::sandbox {
namespace {

lua_Integer Length(lua_State* L) {
  TableArgument(L, 1);
  Charge(L, 2);
  return static_cast<lua_Integer>(lua_rawlen(L, 1));
}

int Concat(lua_State* L) {
  lua_Integer length = Length(L);
  std::string_view separator = lua_isnoneornil(L, 2) ? std::string_view() : TextArgument(L, 2);
  lua_Integer first = IntegerArgument(L, 3, 1);
  lua_Integer last = IntegerArgument(L, 4, length);
  std::string out;
  for (lua_Integer i = first; i <= last; ++i) {
    Charge(L, 2);
    lua_rawgeti(L, 1, i);
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER) {
      Raise(L, "invalid value (at index %d) in table for 'concat'", static_cast<int>(std::min<lua_Integer>(i, INT32_MAX)));
    }
    if (i != first) out += separator;
    out += DisplayText(L, -1);
    lua_pop(L, 1);
    CheckTextSize(L, out.size());
    if (i == last) break;  // last may be the largest integer
  }
  return PushText(L, out);
}

int Insert(lua_State* L) {
  lua_Integer end = Length(L) + 1;
  lua_Integer at = end;
  switch (lua_gettop(L)) {
    case 2: break;
    case 3:
      at = IntegerArgument(L, 2);
      if (at < 1 || at > end) Raise(L, "bad argument #2 to 'insert' (position out of bounds)");
      Charge(L, static_cast<uint64_t>(end - at));
      for (lua_Integer i = end; i > at; --i) {
        lua_rawgeti(L, 1, i - 1);
        lua_rawseti(L, 1, i);
      }
      break;
    default: Raise(L, "wrong number of arguments to 'insert'");
  }
  lua_rawseti(L, 1, at);
  return 0;
}

int Remove(lua_State* L) {
  lua_Integer length = Length(L);
  lua_Integer at = IntegerArgument(L, 2, length);
  if (!lua_isnoneornil(L, 2) && at != length && (at < 1 || at > length + 1)) {
    Raise(L, "bad argument #2 to 'remove' (position out of bounds)");
  }
  lua_rawgeti(L, 1, at);
  if (at < length) Charge(L, static_cast<uint64_t>(length - at));
  for (; at < length; ++at) {
    lua_rawgeti(L, 1, at + 1);
    lua_rawseti(L, 1, at);
  }
  lua_pushnil(L);
  lua_rawseti(L, 1, at);
  return 1;
}

int Unpack(lua_State* L) {
  constexpr uint64_t kValuesMax = 250;
  TableArgument(L, 1);
  lua_Integer first = IntegerArgument(L, 2, 1);
  lua_Integer last = lua_isnoneornil(L, 3) ? Length(L) : IntegerArgument(L, 3);
  if (first > last) return 0;
  uint64_t more = static_cast<uint64_t>(last) - static_cast<uint64_t>(first);  // one less than the count: cannot overflow
  if (more >= kValuesMax || !lua_checkstack(L, static_cast<int>(more) + 1)) Raise(L, "too many results to unpack");
  Charge(L, more + 1);
  for (uint64_t i = 0; i <= more; ++i) lua_rawgeti(L, 1, static_cast<lua_Integer>(static_cast<uint64_t>(first) + i));
  return static_cast<int>(more) + 1;
}

// Stable merge sort over positions of a private copy, so that a comparison that lies or changes the table can only
// give a strange order.
class Sorter {
 public:
  Sorter(lua_State* L, bool has_comparison) : L_(L), has_comparison_(has_comparison) {}

  std::vector<int32_t> Sort(int32_t count) {
    std::vector<int32_t> order(count), spare(count);
    for (int32_t i = 0; i < count; ++i) order[i] = i + 1;
    for (int32_t width = 1; width < count; width *= 2) {
      for (int32_t low = 0; low < count; low += 2 * width) {
        Merge(order, spare, low, std::min(low + width, count), std::min(low + 2 * width, count));
      }
      order.swap(spare);
    }
    return order;
  }

 private:
  static constexpr int kComparison = 2, kCopy = 3;

  void Merge(const std::vector<int32_t>& from, std::vector<int32_t>& to, int32_t low, int32_t middle, int32_t high) {
    int32_t left = low, right = middle;
    for (int32_t i = low; i < high; ++i) {
      bool take_right = left >= middle || (right < high && Less(from[right], from[left]));
      to[i] = from[take_right ? right++ : left++];
    }
  }

  bool Less(int32_t a, int32_t b) {
    Charge(L_, 4);
    if (has_comparison_) {
      lua_pushvalue(L_, kComparison);
      lua_rawgeti(L_, kCopy, a);
      lua_rawgeti(L_, kCopy, b);
      lua_call(L_, 2, 1);
    } else {
      int type_a = lua_rawgeti(L_, kCopy, a), type_b = lua_rawgeti(L_, kCopy, b);
      if (type_a != type_b || (type_a != LUA_TNUMBER && type_a != LUA_TSTRING)) {
        Raise(L_, "attempt to compare %s with %s", lua_typename(L_, type_a), lua_typename(L_, type_b));
      }
      if (type_a == LUA_TSTRING) Charge(L_, std::min(lua_rawlen(L_, -1), lua_rawlen(L_, -2)) / 16);
      bool less = lua_compare(L_, -2, -1, LUA_OPLT) != 0;
      lua_pop(L_, 1);
      lua_pushboolean(L_, less);
      lua_replace(L_, -2);
    }
    bool result = lua_toboolean(L_, -1) != 0;
    lua_pop(L_, 1);
    return result;
  }

  lua_State* L_;
  bool has_comparison_;
};

int Sort(lua_State* L) {
  lua_Integer length = Length(L);
  bool has_comparison = !lua_isnoneornil(L, 2);
  if (has_comparison && lua_type(L, 2) != LUA_TFUNCTION) Raise(L, "bad argument #2 to 'sort' (function expected)");
  if (length >= INT32_MAX / 2) Raise(L, "array too big");
  lua_settop(L, 2);
  lua_createtable(L, static_cast<int>(length), 0);
  Charge(L, static_cast<uint64_t>(length) * 2);
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(L, 1, i);
    lua_rawseti(L, 3, i);
  }
  std::vector<int32_t> order = Sorter(L, has_comparison).Sort(static_cast<int32_t>(length));
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(L, 3, order[i - 1]);
    lua_rawseti(L, 1, i);
  }
  return 0;
}

}  // namespace

void RegisterTable(lua_State* L) {
  RegisterFunctions(L, {{"concat", Concat}, {"insert", Insert}, {"remove", Remove}, {"sort", Sort}, {"unpack", Unpack}});
}

}  // namespace lianban::workflow::sandbox
