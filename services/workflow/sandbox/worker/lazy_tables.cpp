#include "services/workflow/sandbox/worker/lazy_tables.h"

#include <algorithm>
#include <iterator>

#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/wire/text_checks.h"
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
  const auto at = std::lower_bound(
      members.begin(), members.end(), name,
      [](const SharedArgument::Member& member, std::string_view wanted) { return member.name < wanted; });
  const auto number = static_cast<size_t>(at - members.begin());
  if (at == members.end() || at->name != name) return context.lazy.Missed(*table, name), lua_pushnil(L), 1;
  if (context.lazy.Has(*table, number)) return lua_pushnil(L), 1;
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

// The members of a map whose names are in order, as JSON objects cross. False, and `next` stays where it is: it is
// something else.
bool ReadMap(ByteReader& next, int depth_left, SharedArgument& argument) {
  ByteReader in = next;
  const Token map = ReadToken(in);
  if (map.type != TokenType::kMap || map.count == 0) return false;
  argument.whole = false;
  argument.members.reserve(map.count);
  for (uint32_t i = 0; i < map.count; ++i) {
    const Token name = ReadToken(in);
    const std::string_view rest = in.rest();
    if (name.type != TokenType::kText || !SkipValue(in, depth_left - 1)) return false;
    if (i > 0 && name.text <= argument.members.back().name) return false;
    argument.members.push_back({name.text, rest.substr(0, rest.size() - in.remaining())});
  }
  next = in;
  return in.ok();
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
  lua_pushlstring(L, given.name.data(), given.name.size());
  ByteReader in(given.value);
  if (const Trace* above = TraceOf(table)) {
    PushNext(L, in,
             {.parent = table.trace,
              .argument = above->argument,
              .name = given.name,
              .depth_left = above->depth_left - 1,
              .missed = {}});
  } else {
    PushValue(L, in, kArgumentDepthMax - 1);
  }
  lua_pushvalue(L, -1);
  lua_insert(L, -3);
  lua_rawset(L, index);
}

void LazyTables::Clear() {
  tables_.clear();
  given_.clear();
  traces_.clear();
  inner_.clear();
  call_begins_ = 0;
}

void LazyTables::BeginCall(bool traced) {
  traced_ = traced;
  call_begins_ = traces_.size();
  params_.clear();
  missed_ = 0;
  untold_ = false;
}

void LazyTables::Push(lua_State* L, const SharedArgument& argument, uint32_t number) {
  PushTable(L, argument,
            {.parent = kNoParent, .argument = number, .name = {}, .depth_left = kArgumentDepthMax, .missed = {}});
}

void LazyTables::PushOwn(lua_State* L, ByteReader& in, uint32_t number) {
  PushNext(L, in, {.parent = kNoParent, .argument = number, .name = {}, .depth_left = kArgumentDepthMax, .missed = {}});
}

void LazyTables::PushNext(lua_State* L, ByteReader& in, Trace trace) {
  SharedArgument inner;
  if (traced_ && traces_.size() - call_begins_ < kTracedTablesMax && ReadMap(in, trace.depth_left, inner)) {
    PushTable(L, inner_.emplace_back(std::move(inner)), std::move(trace));
  } else {
    PushValue(L, in, trace.depth_left);
  }
}

void LazyTables::PushTable(lua_State* L, const SharedArgument& argument, Trace trace) {
  lua_createtable(L, 0, static_cast<int>(std::min<size_t>(argument.members.size(), 4)));
  trace.table = tables_.size();
  tables_.push_back({lua_topointer(L, -1), &argument, given_.size(), traced_ ? traces_.size() : kUntraced});
  if (traced_) traces_.push_back(std::move(trace));
  given_.resize(given_.size() + argument.members.size(), 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kLazy);
  lua_setmetatable(L, -2);
}

LazyTables::Trace* LazyTables::TraceOf(const Table& table) {
  if (!traced_) return nullptr;
  if (table.trace != kUntraced && table.trace >= call_begins_) return &traces_[table.trace];
  untold_ = true;
  return nullptr;
}

void LazyTables::ReadWhole(const Table& table) {
  if (Trace* trace = TraceOf(table)) trace->whole = true;
}

void LazyTables::Missed(const Table& table, std::string_view name) {
  Trace* trace = TraceOf(table);
  if (trace == nullptr) return;
  std::vector<std::string>& missed = trace->missed;
  if (std::find(missed.begin(), missed.end(), name) != missed.end()) return;
  if (++missed_ > kReadsMax || name.size() > kReadBytesMax || !IsUtf8(name)) return untold_ = true, void();
  missed.emplace_back(name);
}

void LazyTables::ReadParam(std::string_view key) {
  if (!traced_ || std::find(params_.begin(), params_.end(), key) != params_.end()) return;
  if (params_.size() >= kReadsMax) return untold_ = true, void();
  params_.emplace_back(key);
}

std::vector<std::string> LazyTables::PathOf(size_t trace) const {
  std::vector<std::string> path;
  for (; traces_[trace].parent != kNoParent; trace = traces_[trace].parent) path.emplace_back(traces_[trace].name);
  std::reverse(path.begin(), path.end());
  return path;
}

bool LazyTables::WithinWhole(size_t trace) const {
  while ((trace = traces_[trace].parent) != kNoParent) {
    if (traces_[trace].whole) return true;
  }
  return false;
}

void LazyTables::AddReadsOf(size_t number, std::vector<WireRead>& reads) const {
  const Trace& trace = traces_[number];
  const Table& table = tables_[trace.table];
  const std::vector<std::string> path = PathOf(number);
  if (WithinWhole(number)) return;
  if (trace.whole) return reads.push_back({trace.argument, path}), void();
  const auto add = [&](std::string_view name) {
    auto member = path;
    member.emplace_back(name);
    reads.push_back({trace.argument, std::move(member)});
  };
  const size_t before = reads.size();
  for (size_t member = 0; member < table.argument->members.size(); ++member) {
    if (given_[table.given + member] != 0) add(table.argument->members[member].name);
  }
  for (const std::string& name : trace.missed) add(name);
  if (reads.size() == before && trace.parent != kNoParent) reads.push_back({trace.argument, path});
}

WireReads LazyTables::Reads() const {
  std::vector<WireRead> reads;
  for (size_t trace = call_begins_; trace < traces_.size(); ++trace) AddReadsOf(trace, reads);
  // A map is told by what was read of it.
  const auto looked_into = [&](const WireRead& read) {
    return std::any_of(reads.begin(), reads.end(), [&](const WireRead& other) {
      return other.argument == read.argument && other.path.size() > read.path.size() &&
             std::equal(read.path.begin(), read.path.end(), other.path.begin());
    });
  };
  std::vector<WireRead> told;
  std::copy_if(reads.begin(), reads.end(), std::back_inserter(told),
               [&](const WireRead& read) { return !looked_into(read); });
  for (const std::string& key : params_) told.push_back({kParamRead, {key}});
  std::sort(told.begin(), told.end());
  told.erase(std::unique(told.begin(), told.end()), told.end());
  const bool all = !untold_ && told.size() <= kReadsMax;
  if (told.size() > kReadsMax) told.resize(kReadsMax);
  return {std::move(told), all};
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
  const LazyTables::Table all = *table;  // those inside are tables too, and may move it
  context.lazy.ReadWhole(all);
  for (size_t member = 0; member < all.argument->members.size(); ++member) {
    if (context.lazy.Has(all, member)) continue;
    context.lazy.Give(L, all, index, member);
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  lua_setmetatable(L, index);
}

}  // namespace lianban::workflow::sandbox
