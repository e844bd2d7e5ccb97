#include "services/workflow/sandbox/worker/string_search.h"

#include <algorithm>
#include <string>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/worker/pattern.h"

namespace lianban::workflow::sandbox {
namespace {

// Where a search starts, from the Lua position at `index`; larger than the size when it lies behind the end.
size_t StartOf(lua_State* L, int index, size_t size) {
  lua_Integer init = IntegerArgument(L, index, 1);
  auto length = static_cast<lua_Integer>(size);
  if (init < 0) init = init < -length ? 1 : length + init + 1;
  if (init == 0) init = 1;
  return init > length + 1 ? size + 1 : static_cast<size_t>(init) - 1;
}

// Plain search with a bill: compares at most a stretch at a time.
size_t FindPlain(lua_State* L, std::string_view text, std::string_view wanted, size_t start) {
  if (wanted.empty()) return start;
  for (size_t at = start; at + wanted.size() <= text.size(); ++at) {
    size_t next = text.substr(0, text.size() - wanted.size() + 1).find(wanted[0], at);
    Charge(L, ((next == text.npos ? text.size() : next) - at) / 16 + 1);
    if (next == text.npos) return text.npos;
    at = next;
    size_t same = 0;
    while (same < wanted.size() && text[at + same] == wanted[same]) ++same;
    Charge(L, same / 8 + 1);
    if (same == wanted.size()) return at;
  }
  return text.npos;
}

int Search(lua_State* L, bool find) {
  std::string_view text = TextArgument(L, 1);
  std::string_view pattern = TextArgument(L, 2);
  size_t start = StartOf(L, 3, text.size());
  Charge(L, 2);
  if (start > text.size()) return lua_pushnil(L), 1;
  if (find && (lua_toboolean(L, 4) || pattern.find_first_of("^$*+?.([%-") == pattern.npos)) {
    size_t at = FindPlain(L, text, pattern, start);
    if (at == text.npos) return lua_pushnil(L), 1;
    lua_pushinteger(L, static_cast<lua_Integer>(at) + 1);
    lua_pushinteger(L, static_cast<lua_Integer>(at + pattern.size()));
    return 2;
  }
  bool anchored = pattern.starts_with('^');
  if (anchored) pattern.remove_prefix(1);
  PatternMatcher matcher(L, text, pattern);
  for (size_t at = start; at <= text.size(); ++at) {
    size_t end = matcher.MatchAt(at);
    if (end != PatternMatcher::kNoMatch) {
      if (!find) return matcher.PushCaptures(at, end, true);
      lua_pushinteger(L, static_cast<lua_Integer>(at) + 1);
      lua_pushinteger(L, static_cast<lua_Integer>(end));
      return 2 + matcher.PushCaptures(at, end, false);
    }
    if (anchored) break;
  }
  lua_pushnil(L);
  return 1;
}

// Upvalues: 1 text, 2 pattern, 3 next start, 4 end of the last match (-1 at first).
int GmatchStep(lua_State* L) {
  size_t text_size = 0, pattern_size = 0;
  const char* text = lua_tolstring(L, lua_upvalueindex(1), &text_size);
  const char* pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_size);
  auto at = static_cast<size_t>(lua_tointeger(L, lua_upvalueindex(3)));
  auto last_end = static_cast<size_t>(lua_tointeger(L, lua_upvalueindex(4)));
  PatternMatcher matcher(L, {text, text_size}, {pattern, pattern_size});
  for (; at <= text_size; ++at) {
    size_t end = matcher.MatchAt(at);
    if (end == PatternMatcher::kNoMatch || end == last_end) continue;
    lua_pushinteger(L, static_cast<lua_Integer>(end));
    lua_copy(L, -1, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    return matcher.PushCaptures(at, end, true);
  }
  return 0;
}

// What gsub puts in the place of one match.
class Replacement {
 public:
  explicit Replacement(lua_State* L) : L_(L), type_(lua_type(L, 3)) {
    bool fits = type_ == LUA_TSTRING || type_ == LUA_TNUMBER || type_ == LUA_TTABLE || type_ == LUA_TFUNCTION;
    if (!fits) Raise(L, "bad argument #3 to 'gsub' (string/function/table expected, got %s)", luaL_typename(L, 3));
    if (type_ == LUA_TSTRING || type_ == LUA_TNUMBER) text_ = TextArgument(L, 3);
  }

  void Append(PatternMatcher& matcher, std::string_view whole, size_t start, size_t end, std::string& out) {
    if (type_ == LUA_TSTRING || type_ == LUA_TNUMBER) return Expand(matcher, start, end, out);
    if (type_ == LUA_TFUNCTION) {
      lua_pushvalue(L_, 3);
      lua_call(L_, matcher.PushCaptures(start, end, true), 1);
    } else {
      matcher.PushCapture(0, start, end);
      lua_rawget(L_, 3);
    }
    if (!lua_toboolean(L_, -1)) {
      out += whole;
    } else if (lua_type(L_, -1) == LUA_TSTRING || lua_type(L_, -1) == LUA_TNUMBER) {
      out += DisplayText(L_, -1);
    } else {
      Raise(L_, "invalid replacement value (a %s)", luaL_typename(L_, -1));
    }
    lua_pop(L_, 1);
  }

 private:
  void Expand(PatternMatcher& matcher, size_t start, size_t end, std::string& out) {
    Charge(L_, text_.size() / 4 + 1);
    for (size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] != '%') {
        out += text_[i];
        continue;
      }
      char c = ++i < text_.size() ? text_[i] : '\0';
      std::string_view piece = "%";
      if (c >= '0' && c <= '9') {
        if (c == '0') {
          matcher.WholeText(start, end, &piece);
        } else if (!matcher.CaptureText(c - '1', start, end, &piece)) {
          matcher.PushCapture(c - '1', start, end);
          out += DisplayText(L_, -1);
          lua_pop(L_, 1);
          continue;
        }
      } else if (c != '%') {
        Raise(L_, "invalid use of '%%' in replacement string");
      }
      CheckTextSize(L_, out.size() + piece.size());
      out += piece;
    }
  }

  lua_State* L_;
  int type_;
  std::string_view text_;
};

}  // namespace

int Find(lua_State* L) { return Search(L, true); }
int MatchText(lua_State* L) { return Search(L, false); }

int Gmatch(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  TextArgument(L, 2);
  size_t start = StartOf(L, 3, text.size());
  lua_settop(L, 2);
  lua_pushinteger(L, static_cast<lua_Integer>(start));
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, GmatchStep, 4);
  return 1;
}

int Gsub(lua_State* L) {
  std::string_view text = TextArgument(L, 1);
  std::string_view pattern = TextArgument(L, 2);
  Replacement replacement(L);
  lua_Integer count_max = IntegerArgument(L, 4, static_cast<lua_Integer>(text.size()) + 1);
  bool anchored = pattern.starts_with('^');
  if (anchored) pattern.remove_prefix(1);
  PatternMatcher matcher(L, text, pattern);
  std::string out;
  lua_Integer count = 0;
  size_t at = 0, last_end = PatternMatcher::kNoMatch;
  while (count < count_max) {
    size_t end = matcher.MatchAt(at);
    if (end != PatternMatcher::kNoMatch && end != last_end) {
      ++count;
      replacement.Append(matcher, text.substr(at, end - at), at, end, out);
      CheckTextSize(L, out.size());
      at = last_end = end;
    } else if (at < text.size()) {
      out += text[at++];
    } else {
      break;
    }
    if (anchored) break;
  }
  if (at < text.size()) out += text.substr(at);
  PushText(L, out);
  lua_pushinteger(L, count);
  return 2;
}

}  // namespace lianban::workflow::sandbox
