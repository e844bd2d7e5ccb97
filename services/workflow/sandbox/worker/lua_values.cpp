#include "services/workflow/sandbox/worker/lua_values.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/worker/chunk_label.h"
#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/function_reads.h"
#include "services/workflow/sandbox/wire/text_checks.h"
#include "services/workflow/sandbox/worker/words.h"

namespace lianban::workflow::sandbox {
namespace {

class Encoder {
 public:
  Encoder(lua_State* L, int functions, const OutputLimits& limits, std::string& out)
      : L_(L), functions_(functions), limits_(limits), raw_(out), out_(out), start_(out.size()) {}

  void Value(int index, int depth) {
    if (++nodes_ > limits_.nodes) Fail("has more than %d values", limits_.nodes);
    if (raw_.size() - start_ > limits_.bytes) Fail("is larger than %d bytes", static_cast<int>(limits_.bytes));
    switch (lua_type(L_, index)) {
      case LUA_TNIL: return out_.Nil();
      case LUA_TBOOLEAN: return out_.Bool(lua_toboolean(L_, index));
      case LUA_TNUMBER: return Number(index);
      case LUA_TSTRING: return Text(index);
      case LUA_TFUNCTION: return Function(index);
      case LUA_TTABLE: return Table(index, depth);
      default: Fail("is not data");
    }
  }

 private:
  void Number(int index) {
    if (lua_isinteger(L_, index)) return out_.Int(lua_tointeger(L_, index));
    double number = lua_tonumber(L_, index);
    if (!std::isfinite(number)) Fail("is not a finite number");
    out_.Float(number);
  }

  void Text(int index) {
    size_t size = 0;
    const char* text = lua_tolstring(L_, index, &size);
    if (raw_.size() - start_ + size > limits_.bytes) Fail("is larger than %d bytes", static_cast<int>(limits_.bytes));
    if (!Clean({text, size})) Fail("is not valid UTF-8 text");
    out_.Text({text, size});
  }

  static bool Clean(std::string_view text) { return text.find('\0') == text.npos && IsUtf8(text); }

  void Function(int index) {
    if (const char* problem = EncodeWord(L_, index, out_)) {
      if (*problem != '\0') Fail(problem);
      return;
    }
    if (lua_iscfunction(L_, index)) Fail("is a library function, not a function of the script");
    if (functions_ == 0) Fail("is a function");
    lua_pushvalue(L_, index);
    lua_rawget(L_, functions_);  // function -> number; number -> function
    if (lua_isnil(L_, -1)) {
      lua_Integer next = static_cast<lua_Integer>(lua_rawlen(L_, functions_)) + 1;
      lua_pushvalue(L_, index);
      lua_rawseti(L_, functions_, next);
      lua_pushvalue(L_, index);
      lua_pushinteger(L_, next);
      lua_rawset(L_, functions_);
      lua_pop(L_, 1);
      lua_pushinteger(L_, next);
    }
    lua_Integer number = lua_tointeger(L_, -1);
    lua_pop(L_, 1);
    lua_Debug info;
    lua_pushvalue(L_, index);
    lua_getinfo(L_, ">Su", &info);
    const std::string file = PathOf(ContextOf(L_), info.short_src);
    const auto form = ReadsOf(file, info, 0), instance = ReadsOf(file, info, 1);
    out_.Map((info.isvararg ? 3 : 4) + form.has_value() + instance.has_value());
    WriteReads("$form", form);
    WriteReads("$case", instance);
    if (!info.isvararg) {
      out_.Text("$takes");
      out_.Int(info.nparams);
    }
    out_.Text("$function");
    out_.Int(number);
    out_.Text("$line");
    out_.Int(info.linedefined);
    out_.Text("$file");
    out_.Text(file);
  }

  using Reads = std::optional<std::vector<std::string_view>>;

  Reads ReadsOf(const std::string& path, const lua_Debug& info, unsigned parameter) {
    const auto& files = ContextOf(L_).files;
    const auto file = files.find(path);
    if (file == files.end() || info.nparams <= parameter) return std::nullopt;
    return texts_.try_emplace(path, file->second).first->second.Of(info.linedefined, parameter);
  }

  void WriteReads(std::string_view key, const Reads& reads) {
    if (!reads) return;
    out_.Text(key);
    out_.Array(static_cast<uint32_t>(reads->size()));
    for (const std::string_view field : *reads) out_.Text(field);
  }

  void Table(int index, int depth) {
    if (depth <= 0) Fail("nests too deep");
    if (!lua_checkstack(L_, 8)) Fail("nests too deep");
    Complete(L_, index);
    lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L_, index));
    lua_Integer positions = 0;
    std::vector<std::string_view> names;  // the strings stay alive in the table
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      lua_pop(L_, 1);
      if (lua_type(L_, -1) == LUA_TSTRING) {
        size_t size = 0;
        const char* name = lua_tolstring(L_, -1, &size);
        names.emplace_back(name, size);
        if (nodes_ + static_cast<int>(names.size()) > limits_.nodes) Fail("has more than %d values", limits_.nodes);
      } else if (lua_isinteger(L_, -1) && lua_tointeger(L_, -1) >= 1 && lua_tointeger(L_, -1) <= length) {
        ++positions;
      } else if (lua_isinteger(L_, -1)) {
        Fail("has a gap in its positions");
      } else {
        Fail("has a key that is neither a name nor a position");
      }
    }
    if (names.empty() && positions == length) return Array(index, length, depth);
    if (names.empty()) Fail("has a gap in its positions");
    if (length != 0) Fail("mixes names and positions");
    Map(index, names, depth);
  }

  void Array(int index, lua_Integer length, int depth) {
    if (length > limits_.nodes) Fail("has more than %d values", limits_.nodes);
    out_.Array(static_cast<uint32_t>(length));
    for (lua_Integer i = 1; i <= length; ++i) {
      path_.push_back({{}, i});
      lua_rawgeti(L_, index, i);
      Value(lua_gettop(L_), depth - 1);
      lua_pop(L_, 1);
      path_.pop_back();
    }
  }

  void Map(int index, std::vector<std::string_view>& names, int depth) {
    std::sort(names.begin(), names.end());
    out_.Map(static_cast<uint32_t>(names.size()));
    RememberLine(index);
    for (std::string_view name : names) {
      path_.push_back({name, 0});
      if (!Clean(name)) Fail("has a name that is not valid UTF-8 text");
      if (name.starts_with('$') && !IsConstructorKey(name)) Fail("uses a reserved name");
      out_.Text(name);
      lua_pushlstring(L_, name.data(), name.size());
      lua_rawget(L_, index);
      Value(lua_gettop(L_), depth - 1);
      lua_pop(L_, 1);
      path_.pop_back();
    }
  }

  // The block that is being written, for the position of an error.
  void RememberLine(int index) {
    lua_pushliteral(L_, "$line");
    if (lua_rawget(L_, index) == LUA_TNUMBER) {
      lua_pushliteral(L_, "$file");
      if (lua_rawget(L_, index) == LUA_TSTRING) block_ = {lua_tostring(L_, -1), static_cast<int>(lua_tointeger(L_, -2))};
      lua_pop(L_, 1);
    }
    lua_pop(L_, 1);
  }

  [[noreturn]] void Fail(const char* problem, int number = 0) {
    std::string path;
    for (const Part& part : path_) {
      if (path.size() > 100) break;
      path += part.position != 0 ? "[" + std::to_string(part.position) + "]"
                                 : (path.empty() ? "" : ".") + Printable(part.name, 40);
    }
    std::string text = "value " + path + (path.empty() ? "" : " ");
    size_t mark = std::string_view(problem).find("%d");
    std::string detail = problem;
    if (mark != std::string::npos) detail.replace(mark, 2, std::to_string(number));
    text += detail;
    ContextOf(L_).value_refused = true;
    if (block_.line != 0) ContextOf(L_).position = block_;
    lua_pushlstring(L_, text.data(), text.size());
    lua_error(L_);
    __builtin_unreachable();
  }

  struct Part {
    std::string_view name;
    lua_Integer position;
  };

  lua_State* L_;
  int functions_;
  OutputLimits limits_;
  std::string& raw_;
  MessagePackWriter out_;
  size_t start_;
  int nodes_ = 0;
  std::map<std::string, FunctionReads, std::less<>> texts_;  // files that functions have come from
  std::vector<Part> path_;
  Position block_;
};

}  // namespace

void PushValue(lua_State* L, ByteReader& in, int depth_left) {
  if (depth_left < 0 || !lua_checkstack(L, 4)) Raise(L, "arguments nest too deep");
  Token token = ReadToken(in);
  switch (token.type) {
    case TokenType::kNil: return lua_pushnil(L);
    case TokenType::kBool: return lua_pushboolean(L, token.integer != 0);
    case TokenType::kInt: return lua_pushinteger(L, token.integer);
    case TokenType::kFloat: return lua_pushnumber(L, token.number);
    case TokenType::kText: lua_pushlstring(L, token.text.data(), token.text.size()); return;
    case TokenType::kArray:
      lua_createtable(L, static_cast<int>(token.count), 0);
      for (uint32_t i = 1; i <= token.count; ++i) {
        PushValue(L, in, depth_left - 1);
        lua_rawseti(L, -2, i);
      }
      return;
    case TokenType::kMap:
      lua_createtable(L, 0, static_cast<int>(token.count));
      for (uint32_t i = 0; i < token.count; ++i) {
        PushValue(L, in, depth_left - 1);
        if (lua_type(L, -1) != LUA_TSTRING) Raise(L, "arguments have a key that is not text");
        PushValue(L, in, depth_left - 1);
        lua_rawset(L, -3);
      }
      return;
    case TokenType::kBad: Raise(L, "arguments cannot be read");
  }
}

bool PushField(lua_State* L, std::string_view map_bytes, std::string_view key) {
  ByteReader in(map_bytes);
  Token map = ReadToken(in);
  if (map.type != TokenType::kMap) return false;
  for (uint32_t i = 0; i < map.count; ++i) {
    Token name = ReadToken(in);
    if (name.type != TokenType::kText) return false;
    if (name.text == key) {
      PushValue(L, in, kArgumentDepthMax);
      return true;
    }
    if (!SkipValue(in, kArgumentDepthMax)) return false;
  }
  return false;
}

void EncodeValue(lua_State* L, int index, int functions, const OutputLimits& limits, std::string& out) {
  Encoder(L, functions, limits, out).Value(lua_absindex(L, index), limits.depth);
}

}  // namespace lianban::workflow::sandbox
