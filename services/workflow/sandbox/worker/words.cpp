#include "services/workflow/sandbox/worker/words.h"

#include <algorithm>
#include <string>

#include "services/workflow/sandbox/vocabulary.h"
#include "services/workflow/sandbox/worker/chunk_label.h"
#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/worker/lua_values.h"
#include "services/workflow/sandbox/worker/use_file.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr size_t kNameBytesMax = 100;

// Upvalues of a word: 1 its index in Vocabulary(). Of a block that waits for its table: also 2 name, 3 line, 4 file.
const Word& WordOf(lua_State* L) { return Vocabulary()[lua_tointeger(L, lua_upvalueindex(1))]; }

const char* NameArgument(lua_State* L, const Word& word) {
  size_t size = 0;
  const char* name = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &size) : nullptr;
  if (size == 0) Raise(L, "%s needs a name: %s \"...\"", word.name.data(), word.name.data());
  if (size > kNameBytesMax) Raise(L, "the name of a %s has at most %d bytes", word.name.data(), int{kNameBytesMax});
  return name;
}

void SetText(lua_State* L, const char* key, const char* value) {
  lua_pushstring(L, key);
  lua_pushstring(L, value);
  lua_rawset(L, -3);
}

// The line of the script that calls the word; 0 lines never happen, since only scripts call.
void SetPosition(lua_State* L) {
  Position here = Where(L);
  lua_pushliteral(L, "$line");
  lua_pushinteger(L, here.line);
  lua_rawset(L, -3);
  SetText(L, "$file", PathOf(ContextOf(L), here.chunk).c_str());
}

// Copies the fields of the table at `from` into the table on top: names as they are, positions into "$items".
void CopyFields(lua_State* L, int from, const Word& word) {
  Complete(L, from);
  lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L, from));
  lua_pushnil(L);
  while (lua_next(L, from) != 0) {
    Charge(L, 2);
    bool named = lua_type(L, -2) == LUA_TSTRING;
    bool position = lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= length;
    if (!named && !position) Raise(L, "%s has a key that is neither a name nor a position", word.name.data());
    if (named && lua_tostring(L, -2)[0] == '$') Raise(L, "%s uses a reserved name", word.name.data());
    if (named) {
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, -4);
    } else {
      lua_pop(L, 1);
    }
  }
  if (length == 0) return;
  lua_pushliteral(L, "$items");
  lua_createtable(L, static_cast<int>(std::min<lua_Integer>(length, 1000)), 0);
  for (lua_Integer i = 1; i <= length; ++i) {
    Charge(L, 1);
    lua_rawgeti(L, from, i);
    lua_rawseti(L, -2, i);
  }
  lua_rawset(L, -3);
}

int BuildBlock(lua_State* L) {
  const Word& word = WordOf(L);
  if (lua_type(L, 1) != LUA_TTABLE) Raise(L, "%s needs a block: { ... }", word.name.data());
  Charge(L, 10);
  lua_settop(L, 1);
  lua_createtable(L, 0, 8);
  SetText(L, "$kind", word.name.data());
  static constexpr const char* kKeys[] = {"$name", "$line", "$file"};
  for (int i = 0; i < 3; ++i) {
    lua_pushstring(L, kKeys[i]);
    lua_pushvalue(L, lua_upvalueindex(2 + i));
    lua_rawset(L, -3);
  }
  CopyFields(L, 1, word);
  return 1;
}

int NamedBlock(lua_State* L) {
  const Word& word = WordOf(L);
  Charge(L, 5);
  if (word.name == "select" && (lua_type(L, 1) == LUA_TNUMBER || lua_gettop(L) > 2 ||
                                (lua_type(L, 1) == LUA_TSTRING && std::string_view(lua_tostring(L, 1)) == "#"))) {
    return SelectArguments(L);
  }
  NameArgument(L, word);
  bool has_block = lua_type(L, 2) == LUA_TTABLE;
  lua_settop(L, 2);
  Position here = Where(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_pushinteger(L, here.line);
  lua_pushstring(L, PathOf(ContextOf(L), here.chunk).c_str());
  lua_pushcclosure(L, BuildBlock, 4);
  if (!has_block) return 1;
  lua_pushvalue(L, 2);
  lua_call(L, 1, 1);
  return 1;
}

int Block(lua_State* L) {
  const Word& word = WordOf(L);
  if (lua_type(L, 1) != LUA_TTABLE) Raise(L, "%s needs a block: { ... }", word.name.data());
  Charge(L, 10);
  lua_settop(L, 1);
  lua_createtable(L, 0, 6);
  SetText(L, "$kind", word.name.data());
  SetPosition(L);
  CopyFields(L, 1, word);
  return 1;
}

int Named(lua_State* L) {
  const Word& word = WordOf(L);
  NameArgument(L, word);
  Charge(L, 10);
  lua_settop(L, 2);
  lua_createtable(L, 0, 4);
  SetText(L, "$kind", word.name.data());
  lua_pushliteral(L, "$name");
  lua_pushvalue(L, 1);
  lua_rawset(L, -3);
  SetPosition(L);
  if (lua_type(L, 2) == LUA_TTABLE) CopyFields(L, 2, word);
  return 1;
}

int Count(lua_State* L) {
  const Word& word = WordOf(L);
  bool known = lua_isinteger(L, 1) && lua_type(L, 1) == LUA_TNUMBER;
  if (lua_type(L, 1) == LUA_TTABLE) {
    lua_pushliteral(L, "$param");
    known = lua_rawget(L, 1) != LUA_TNIL;
    lua_pop(L, 1);
  }
  if (!known) Raise(L, "%s needs a whole number or a param: %s(7)", word.name.data(), word.name.data());
  Charge(L, 10);
  lua_settop(L, 2);
  lua_createtable(L, 0, 4);
  SetText(L, "$kind", word.name.data());
  lua_pushliteral(L, "count");
  lua_pushvalue(L, 1);
  lua_rawset(L, -3);
  SetPosition(L);
  if (lua_type(L, 2) == LUA_TTABLE) CopyFields(L, 2, word);
  return 1;
}

int Constant(lua_State* L) { Raise(L, "%s is written alone, without name or block", WordOf(L).name.data()); }

int Param(lua_State* L) {
  std::string key = NameArgument(L, WordOf(L));
  Charge(L, 10);
  Context& context = ContextOf(L);
  if (context.loading) {
    lua_createtable(L, 0, 1);
    SetText(L, "$param", key.c_str());
    return 1;
  }
  if (!PushField(L, context.params, key) || lua_isnil(L, -1)) Raise(L, "param \"%s\" has no value here", key.c_str());
  context.lazy.ReadParam(key);
  return 1;
}

lua_CFunction FunctionOf(WordForm form) {
  switch (form) {
    case WordForm::kNamedBlock: return NamedBlock;
    case WordForm::kBlock: return Block;
    case WordForm::kNamed: return Named;
    case WordForm::kCount: return Count;
    case WordForm::kConstant: return Constant;
    case WordForm::kParam: return Param;
    case WordForm::kUse: return UseFile;
  }
  return nullptr;
}

}  // namespace

void RegisterWords(lua_State* L) {
  auto words = Vocabulary();
  for (size_t i = 0; i < words.size(); ++i) {
    lua_pushlstring(L, words[i].name.data(), words[i].name.size());
    lua_pushinteger(L, static_cast<lua_Integer>(i));
    lua_pushcclosure(L, FunctionOf(words[i].form), 1);
    lua_rawset(L, -3);
  }
}

const char* EncodeWord(lua_State* L, int index, MessagePackWriter& out) {
  lua_CFunction function = lua_tocfunction(L, index);
  if (function == BuildBlock) return "has a name but no block: { ... }";
  if (function == NamedBlock || function == Named) return "is a word that needs a name";
  if (function == Count) return "is a word that needs a number";
  if (function == Param || function == UseFile) return "is a word that needs a key";
  if (function != Constant && function != Block) return nullptr;
  lua_getupvalue(L, index, 1);
  const Word& word = Vocabulary()[lua_tointeger(L, -1)];
  lua_pop(L, 1);
  out.Map(1);
  out.Text("$kind");
  out.Text(word.name);
  return "";
}

bool IsConstructorKey(std::string_view name) {
  static constexpr std::string_view kKeys[] = {"$kind", "$name", "$line", "$file", "$param", "$items"};
  return std::find(std::begin(kKeys), std::end(kKeys), name) != std::end(kKeys);
}

}  // namespace lianban::workflow::sandbox
