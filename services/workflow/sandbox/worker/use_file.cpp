#include "services/workflow/sandbox/worker/use_file.h"

#include <algorithm>
#include <string>

#include "services/workflow/sandbox/worker/chunk_label.h"
#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"
#include "services/workflow/sandbox/worker/source_scan.h"
#include "services/workflow/sandbox/worker/source_text.h"
#include "services/workflow/sandbox/worker/syntax_error.h"

namespace lianban::workflow::sandbox {
namespace {

// Hands the source out in small pieces, so that the budget is looked at while the compiler works.
struct PieceReader {
  std::string_view rest;
  int line = 1;  // of the piece that was handed out last

  static const char* Next(lua_State* L, void* self, size_t* size) {
    constexpr size_t kPieceBytes = 256;
    constexpr uint64_t kFuelPerPiece = 500;
    auto& reader = *static_cast<PieceReader*>(self);
    Charge(L, kFuelPerPiece);
    std::string_view piece = reader.rest.substr(0, kPieceBytes);
    reader.line += static_cast<int>(std::count(piece.begin(), piece.end(), '\n'));
    reader.rest.remove_prefix(piece.size());
    *size = piece.size();
    return piece.empty() ? nullptr : piece.data();
  }
};

// A fresh table with every allowed name becomes the globals of the chunk on top of the stack.
void SetGlobals(lua_State* L) {
  lua_createtable(L, 0, 128);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kGlobals);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -5);
  }
  lua_pop(L, 1);
  lua_setupvalue(L, -2, 1);
}

// "lib/x" is lib/x.lua of the bundle, or x beside the file that asks.
const std::string* Resolve(const Context& context, const std::string& name) {
  const std::string& asking = context.loading_now.back();
  std::string folder = asking.substr(0, asking.rfind('/') + 1);
  for (const std::string& candidate : {name + ".lua", name, folder + name + ".lua"}) {
    auto found = context.files.find(candidate);
    if (found != context.files.end()) return &found->first;
  }
  return nullptr;
}

struct LoadingNow {
  LoadingNow(Context& context, const std::string& path) : files(context.loading_now) { files.push_back(path); }
  ~LoadingNow() { files.pop_back(); }
  std::vector<std::string>& files;
};

}  // namespace

const char kGlobals = 0;
const char kUsed = 0;

void CompileFile(lua_State* L, std::string_view path) {
  Context& context = ContextOf(L);
  const std::string& source = context.files.find(path)->second;
  size_t errors_before = context.errors.size();
  CheckSourceText(path, source, context.errors);
  if (context.errors.size() == errors_before) {
    std::string label = "=" + ChunkLabel(context, path);
    PieceReader reader{source};
    int status = lua_load(L, PieceReader::Next, &reader, label.c_str(), "t");
    if (status == LUA_ERRSYNTAX) {
      context.errors.push_back(SyntaxError(path, source, lua_tostring(L, -1)));
    } else if (status != LUA_OK) {
      if (status != LUA_ERRRUN) context.budget.MarkMemorySpent();
      context.position = {label.substr(1), reader.line};
      if (context.budget.spent() != Spent::kNothing) RaiseSpent(L);
      context.errors.push_back(NestingError(path, reader.line));  // the only run-time error of the compiler
    } else {
      Charge(L, source.size() / 4);
      ScanSource(context, path, source);
      SetGlobals(L);
    }
  }
  if (context.errors.size() != errors_before) Raise(L, "%s cannot be used", std::string(path).c_str());
}

int UseFile(lua_State* L) {
  Context& context = ContextOf(L);
  if (lua_type(L, 1) != LUA_TSTRING) Raise(L, "use needs the name of a file: use \"lib/...\"");
  if (!context.loading) Raise(L, "use stands at the top of a script, not inside a rule");
  std::string name(TextArgument(L, 1));
  const std::string* path = Resolve(context, name);
  if (path == nullptr) Raise(L, "there is no file \"%s.lua\" in this bundle", name.c_str());
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kUsed);
  lua_pushlstring(L, path->data(), path->size());
  if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  lua_pop(L, 1);
  auto& now = context.loading_now;
  if (std::find(now.begin(), now.end(), *path) != now.end()) Raise(L, "\"%s\" uses itself", name.c_str());
  LoadingNow guard(context, *path);
  CompileFile(L, *path);
  lua_call(L, 0, 1);
  if (lua_isnil(L, -1)) Raise(L, "\"%s\" returns nothing", name.c_str());
  lua_pushlstring(L, path->data(), path->size());
  lua_pushvalue(L, -2);
  lua_rawset(L, -4);
  return 1;
}

}  // namespace lianban::workflow::sandbox
