#include <algorithm>
#include <string>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/format_text.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/worker/string_search.h"

namespace lianban::workflow::sandbox {
namespace {

// Lua positions (1 first, -1 last) to a half-open range inside [0, size).
struct Range {
  size_t begin, end;
};
Range Slice(lua_Integer first, lua_Integer last, size_t size) {
  auto length = static_cast<lua_Integer>(size);
  if (first < 0) first = std::max<lua_Integer>(first < -length ? 1 : length + first + 1, 1);
  if (first == 0) first = 1;
  if (last < 0) last = last < -length ? 0 : length + last + 1;
  last = std::min(last, length);
  if (first > last) return {0, 0};
  return {static_cast<size_t>(first) - 1, static_cast<size_t>(last)};
}

int Byte(lua_State* L) {
  constexpr size_t kValuesMax = 250;
  std::string_view text = TextArgument(L, 1);
  lua_Integer first = IntegerArgument(L, 2, 1);
  Range range = Slice(first, IntegerArgument(L, 3, first), text.size());
  size_t count = range.end - range.begin;
  if (count > kValuesMax || !lua_checkstack(L, static_cast<int>(count))) Raise(L, "string slice too long");
  Charge(L, count + 1);
  for (size_t i = range.begin; i < range.end; ++i) lua_pushinteger(L, static_cast<uint8_t>(text[i]));
  return static_cast<int>(count);
}

int Char(lua_State* L) {
  std::string text;
  for (int i = 1; i <= lua_gettop(L); ++i) {
    lua_Integer code = IntegerArgument(L, i);
    if (code < 0 || code > 255) Raise(L, "bad argument #%d to 'char' (value out of range)", i);
    text += static_cast<char>(code);
  }
  return PushText(L, text);
}

int Len(lua_State* L) {
  Charge(L, 1);
  lua_pushinteger(L, static_cast<lua_Integer>(TextArgument(L, 1).size()));
  return 1;
}

template <class Change>
int Map(lua_State* L, Change change) {
  std::string_view text = TextArgument(L, 1);
  CheckTextSize(L, text.size());
  std::string out(text);
  change(out);
  return PushText(L, out);
}

int Lower(lua_State* L) {
  return Map(L, [](std::string& text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
}

int Upper(lua_State* L) {
  return Map(L, [](std::string& text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
}

int Reverse(lua_State* L) {
  return Map(L, [](std::string& text) { std::reverse(text.begin(), text.end()); });
}

int Rep(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  lua_Integer count = IntegerArgument(L, 2);
  std::string_view separator = lua_isnoneornil(L, 3) ? std::string_view() : TextArgument(L, 3);
  uint64_t piece = text.size() + separator.size();
  if (count <= 0 || piece == 0) return PushText(L, "");
  uint64_t times = std::min<uint64_t>(count, kAllocationBytesMax + 1);  // keeps the product small
  CheckTextSize(L, piece * times);
  std::string out;
  out.reserve(piece * times);
  for (uint64_t i = 0; i < times; ++i) {
    if (i != 0) out += separator;
    out += text;
  }
  return PushText(L, out);
}

int Sub(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  Range range = Slice(IntegerArgument(L, 2), IntegerArgument(L, 3, -1), text.size());
  return PushText(L, text.substr(range.begin, range.end - range.begin));
}

}  // namespace

void RegisterString(lua_State* L) {
  RegisterFunctions(L, {{"byte", Byte},
                        {"char", Char},
                        {"find", Find},
                        {"format", FormatText},
                        {"gmatch", Gmatch},
                        {"gsub", Gsub},
                        {"len", Len},
                        {"lower", Lower},
                        {"match", MatchText},
                        {"rep", Rep},
                        {"reverse", Reverse},
                        {"sub", Sub},
                        {"upper", Upper}});
}

}  // namespace lianban::workflow::sandbox
