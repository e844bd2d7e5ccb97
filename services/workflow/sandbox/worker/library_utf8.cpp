#include <string>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/wire/text_checks.h"

// Strict everywhere: what is not valid UTF-8 is an error or nil, never a character.

namespace lianban::workflow::sandbox {
namespace {

bool Continues(std::string_view text, lua_Integer at) {
  return at >= 0 && at < static_cast<lua_Integer>(text.size()) && (text[at] & 0xC0) == 0x80;
}

// A Lua position that may be negative; 0 when it lies before the start.
lua_Integer Position(lua_Integer at, size_t size) {
  if (at >= 0) return at;
  return at < -static_cast<lua_Integer>(size) ? 0 : static_cast<lua_Integer>(size) + at + 1;
}

int Char(lua_State* L) {
  std::string text;
  for (int i = 1; i <= lua_gettop(L); ++i) {
    lua_Integer code = IntegerArgument(L, i);
    if (code < 0 || code > 0x10FFFF || !AppendUtf8(text, static_cast<uint32_t>(code))) {
      Raise(L, "bad argument #%d to 'char' (value out of range)", i);
    }
  }
  return PushText(L, text);
}

int Len(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  lua_Integer first = Position(IntegerArgument(L, 2, 1), text.size());
  lua_Integer last = Position(IntegerArgument(L, 3, -1), text.size());
  if (first < 1 || first > static_cast<lua_Integer>(text.size()) + 1) Raise(L, "initial position out of bounds");
  if (last > static_cast<lua_Integer>(text.size())) Raise(L, "final position out of bounds");
  Charge(L, text.size() / 8 + 1);
  lua_Integer count = 0;
  char32_t code;
  for (lua_Integer at = first - 1; at < last; ++count) {
    int length = DecodeUtf8(text, static_cast<size_t>(at), &code);
    if (length == 0) {
      lua_pushnil(L);
      lua_pushinteger(L, at + 1);
      return 2;
    }
    at += length;
  }
  lua_pushinteger(L, count);
  return 1;
}

int CodePoint(lua_State* L) {
  constexpr int kValuesMax = 250;
  std::string_view text = TextArgument(L, 1);
  lua_Integer first = Position(IntegerArgument(L, 2, 1), text.size());
  lua_Integer last = Position(IntegerArgument(L, 3, first), text.size());
  if (first < 1 || last > static_cast<lua_Integer>(text.size())) Raise(L, "position out of bounds");
  if (!lua_checkstack(L, kValuesMax)) Raise(L, "string slice too long");
  int count = 0;
  char32_t code;
  for (lua_Integer at = first - 1; at < last; ++count) {
    Charge(L, 1);
    int length = DecodeUtf8(text, static_cast<size_t>(at), &code);
    if (length == 0) Raise(L, "invalid UTF-8 code");
    if (count == kValuesMax) Raise(L, "string slice too long");
    lua_pushinteger(L, code);
    at += length;
  }
  return count;
}

int Offset(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  lua_Integer n = IntegerArgument(L, 2);
  auto size = static_cast<lua_Integer>(text.size());
  lua_Integer at = Position(IntegerArgument(L, 3, n > 0 ? 1 : size + 1), text.size()) - 1;
  if (at < 0 || at > size) Raise(L, "position out of bounds");
  Charge(L, text.size() / 8 + 1);
  if (n == 0) {
    while (at > 0 && Continues(text, at)) --at;
    lua_pushinteger(L, at + 1);
    return 1;
  }
  if (Continues(text, at)) Raise(L, "initial position is a continuation byte");
  for (; n < 0 && at > 0; ++n) {
    do --at;
    while (at > 0 && Continues(text, at));
  }
  if (n > 0) {
    for (--n; n > 0 && at < size; --n) {
      do ++at;
      while (Continues(text, at));
    }
  }
  if (n == 0) {
    lua_pushinteger(L, at + 1);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

// Generic for: (text, byte position of the last character or 0).
int CodesStep(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  lua_Integer at = IntegerArgument(L, 2) - 1;
  Charge(L, 1);
  char32_t code = 0;
  if (at >= 0 && at < static_cast<lua_Integer>(text.size())) {
    at += std::max(DecodeUtf8(text, static_cast<size_t>(at), &code), 1);
  } else {
    at = at < 0 ? 0 : static_cast<lua_Integer>(text.size());
  }
  if (at >= static_cast<lua_Integer>(text.size())) return 0;
  if (DecodeUtf8(text, static_cast<size_t>(at), &code) == 0) Raise(L, "invalid UTF-8 code");
  lua_pushinteger(L, at + 1);
  lua_pushinteger(L, code);
  return 2;
}

int Codes(lua_State* L) {
  TextArgument(L, 1);
  lua_pushcfunction(L, CodesStep);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

}  // namespace

void RegisterUtf8(lua_State* L) {
  RegisterFunctions(L, {{"char", Char}, {"codepoint", CodePoint}, {"codes", Codes}, {"len", Len}, {"offset", Offset}});
  lua_pushliteral(L, "charpattern");
  lua_pushliteral(L, "[\x01-\x7F\xC2-\xF4][\x80-\xBF]*");
  lua_rawset(L, -3);
}

}  // namespace lianban::workflow::sandbox
