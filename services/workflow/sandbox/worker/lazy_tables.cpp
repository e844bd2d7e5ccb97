#include "services/workflow/sandbox/worker/lazy_tables.h"

#include <algorithm>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/lua_values.h"

namespace lianban::workflow::sandbox {
namespace {

const char kLazy = 0;  // registry: the metatable

// Laying out arguments is work of the host, and free. Also when it ends by an error.
class HostWork {
 public:
  explicit HostWork(Budget& budget) : budget_(budget), was_running_(budget.running()) { budget_.Stop(); }
  ~HostWork() {
    if (was_running_) budget_.Resume();
  }

 private:
  Budget& budget_;
  bool was_running_;
};

// (table, name): a member that has not been asked for yet, or nil.
int ReadMember(lua_State* L) {
  Context& context = ContextOf(L);
  const LazyTables::Table* table = context.lazy.Find(lua_topointer(L, 1));
  if (table == nullptr || lua_type(L, 2) != LUA_TSTRING) return lua_pushnil(L), 1;
  size_t size = 0;
  const char* text = lua_tolstring(L, 2, &size);
  const std::string_view name(text, size);
  const auto& members = table->argument->members;
  const auto at = std::lower_bound(members.begin(), members.end(), name,
                                   [](const SharedArgument::Member& member, std::string_view wanted) { return member.name < wanted; });
  const auto number = static_cast<size_t>(at - members.begin());
  if (at == members.end() || at->name != name || context.lazy.Has(*table, number)) return lua_pushnil(L), 1;
  HostWork free(context.budget);
  context.lazy.Give(L, *table, 1, number);
  return 1;
}

// (table, key, value)
int WriteMember(lua_State* L) {
  Complete(L, 1);
  lua_rawset(L, 1);
  return 0;
}

int MeasureTable(lua_State* L) {
  Complete(L, 1);
  lua_pushinteger(L, static_cast<lua_Integer>(lua_rawlen(L, 1)));
  return 1;
}

}  // namespace

bool ReadShared(std::string_view bytes, SharedArgument& argument) {
  ByteReader in(bytes);
  const auto form = static_cast<SharedForm>(in.U8());
  argument.whole = form == SharedForm::kWhole;
  argument.members.clear();
  if (argument.whole) {
    argument.value = in.Bytes(in.remaining());
    return in.ok();
  }
  const uint32_t count = in.U32();
  if (form != SharedForm::kMembers || count > in.remaining()) return false;
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    const std::string_view name = in.Text();
    if (i > 0 && name <= argument.members.back().name) return false;
    argument.members.push_back({name, in.Text()});
  }
  return in.ok() && in.at_end();
}

const LazyTables::Table* LazyTables::Find(const void* at) const {
  // The newest first: it may lie where one lay that nobody held any more.
  const auto found = std::find_if(tables_.rbegin(), tables_.rend(), [&](const Table& table) { return table.at == at; });
  return found == tables_.rend() ? nullptr : &*found;
}

void LazyTables::Give(lua_State* L, const Table& table, int index, size_t member) {
  const SharedArgument::Member& given = table.argument->members[member];
  given_[table.given + member] = 1;
  ByteReader in(given.value);
  lua_pushlstring(L, given.name.data(), given.name.size());
  PushValue(L, in, kArgumentDepthMax - 1);
  lua_pushvalue(L, -1);
  lua_insert(L, -3);
  lua_rawset(L, index);
}

void LazyTables::Push(lua_State* L, const SharedArgument& argument) {
  lua_createtable(L, 0, static_cast<int>(std::min<size_t>(argument.members.size(), 4)));
  tables_.push_back({lua_topointer(L, -1), &argument, given_.size()});
  given_.resize(given_.size() + argument.members.size(), 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kLazy);
  lua_setmetatable(L, -2);
}

void RegisterLazyTables(lua_State* L) {
  lua_createtable(L, 0, 4);
  const auto set = [&](const char* name, lua_CFunction function) {
    lua_pushstring(L, name);
    lua_pushcfunction(L, function);
    lua_rawset(L, -3);
  };
  set("__index", ReadMember);
  set("__newindex", WriteMember);
  set("__len", MeasureTable);
  lua_pushliteral(L, "__metatable");
  lua_pushboolean(L, 0);
  lua_rawset(L, -3);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kLazy);
}

void Complete(lua_State* L, int index) {
  Context& context = ContextOf(L);
  index = lua_absindex(L, index);
  if (!lua_getmetatable(L, index)) return;
  const bool lazy = lua_rawgetp(L, LUA_REGISTRYINDEX, &kLazy) == LUA_TTABLE && lua_rawequal(L, -1, -2) != 0;
  lua_pop(L, 2);
  const LazyTables::Table* table = lazy ? context.lazy.Find(lua_topointer(L, index)) : nullptr;
  if (table == nullptr) return;
  HostWork free(context.budget);
  luaL_checkstack(L, 6, nullptr);
  for (size_t member = 0; member < table->argument->members.size(); ++member) {
    if (context.lazy.Has(*table, member)) continue;
    context.lazy.Give(L, *table, index, member);
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  lua_setmetatable(L, index);
}

}  // namespace lianban::workflow::sandbox
