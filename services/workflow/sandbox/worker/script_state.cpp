#include "services/workflow/sandbox/worker/script_state.h"

#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/worker/chunk_label.h"
#include "services/workflow/sandbox/worker/describe_error.h"
#include "services/workflow/sandbox/worker/environment.h"
#include "services/workflow/sandbox/worker/lua_values.h"
#include "services/workflow/sandbox/worker/use_file.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr int kPausePercent = 1000;  // of the memory in use after a collection; the most that Lua takes
const char kFunctions = 0;  // registry: the script's functions by number

void* AllocateLua(void* ud, void* block, size_t old_bytes, size_t new_bytes) {
  auto& context = *static_cast<Context*>(ud);
  if (new_bytes == 0) {
    context.arena.Free(block, old_bytes);
    return nullptr;
  }
  if (block == nullptr) old_bytes = 0;  // then it tells the type
  if (new_bytes <= old_bytes) return context.arena.Resize(block, old_bytes, new_bytes);
  void* result = nullptr;
  if (context.budget.Use(new_bytes / kAllocationBytesPerFuel)) result = context.arena.Resize(block, old_bytes, new_bytes);
  if (result == nullptr && context.state != nullptr && context.budget.running()) {
    context.position = Where(context.state);
    if (new_bytes > kAllocationBytesMax) context.budget.MarkMemorySpent();  // no collection can help
  }
  return result;
}

void CountHook(lua_State* L, lua_Debug*) { Charge(L, kHookInterval); }

int RememberPosition(lua_State* L) {
  Context& context = ContextOf(L);
  Position here = Where(L);
  if (here.line != 0 && context.budget.spent() == Spent::kNothing) context.position = here;
  return 1;
}

void StartBudget(Context& context, uint64_t fuel_factor, uint32_t deadline_factor) {
  context.position = {};
  context.value_refused = false;
  context.budget.Start(context.limits.fuel_max * fuel_factor, context.limits.soft_deadline_ms * deadline_factor);
  lua_sethook(context.state, CountHook, LUA_MASKCOUNT, kHookInterval);
}

// Runs `body(L)` with `argument` as light userdata in protected mode. LUA_OK, or the error value is on the stack.
int Protected(lua_State* L, lua_CFunction body, void* argument) {
  lua_settop(L, 0);
  lua_pushcfunction(L, RememberPosition);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, argument);
  return lua_pcall(L, 1, 0, 1);
}

struct LoadRequest {
  const BundleFiles& bundle;
  ScriptImage& image;
};

int LoadMain(lua_State* L) {
  auto& request = *static_cast<LoadRequest*>(lua_touserdata(L, 1));
  Context& context = ContextOf(L);
  context.budget.Stop();
  OpenEnvironment(L);
  context.budget.Resume();
  CompileFile(L, request.bundle.main);
  lua_call(L, 0, 1);
  context.budget.Stop();
  lua_newtable(L);
  int functions = lua_gettop(L);
  EncodeValue(L, functions - 1, functions, {kResultDepthMax, kRootNodesMax, kRootBytesMax}, request.image.root);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kFunctions);
  return 0;
}

struct CallRequest {
  int64_t function;
  const CallArguments& arguments;
  CallOutcome& outcome;
  Position definition;
};

int PushArguments(lua_State* L, const CallArguments& arguments) {
  ByteReader own(arguments.own);
  Token array = ReadToken(own);
  if (array.type != TokenType::kArray) Raise(L, "arguments are not a list");
  const int count = static_cast<int>(array.count + arguments.shares);
  if (array.count > kArgumentsMax - arguments.shares || !lua_checkstack(L, count + 8)) Raise(L, "too many arguments");
  for (uint32_t i = 0; i < arguments.shares; ++i) {
    const SharedArgument& shared = *arguments.shared[i];
    ByteReader whole(shared.value);
    shared.whole ? PushValue(L, whole, kArgumentDepthMax) : ContextOf(L).lazy.Push(L, shared, i);
  }
  for (uint32_t i = 0; i < array.count; ++i) ContextOf(L).lazy.PushOwn(L, own, arguments.shares + i);
  return count;
}

int PerformCall(lua_State* L) {
  auto& request = *static_cast<CallRequest*>(lua_touserdata(L, 1));
  Context& context = ContextOf(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kFunctions);
  if (lua_rawgeti(L, -1, request.function) != LUA_TFUNCTION) Raise(L, "the script has no function %d", static_cast<int>(request.function));
  lua_Debug info;
  lua_pushvalue(L, -1);
  lua_getinfo(L, ">S", &info);
  request.definition = {info.short_src, info.linedefined};
  context.budget.Stop();
  int count = PushArguments(L, request.arguments);
  context.budget.Resume();
  lua_call(L, count, 1);
  context.budget.Stop();
  EncodeValue(L, -1, 0, {kResultDepthMax, kResultNodesMax, kResultBytesMax}, request.outcome.value);
  return 0;
}

}  // namespace

ScriptImage ScriptRunner::Load(const BundleFiles& bundle) {
  ScriptImage image;
  begun_ = nullptr;
  context_.arena.Clear();
  context_.state = nullptr;
  context_.budget.Stop();
  context_.files = bundle.files;
  context_.paths.clear();
  context_.param_keys.clear();
  context_.warnings.clear();
  context_.errors.clear();
  context_.loading_now = {bundle.main};
  if (!context_.files.contains(bundle.main)) {
    image.errors.push_back({.file = bundle.main, .line = 1, .column = 1, .code = "SCRIPT_SOURCE",
                            .message = "文件中没有主脚本 (the main script is not among the files)"});
    return image;
  }
  lua_State* L = lua_newstate(AllocateLua, &context_);
  if (L == nullptr) {
    image.errors.push_back({.file = bundle.main, .line = 1, .column = 1, .code = "SCRIPT_MEMORY",
                            .message = "内存上限过小 (the memory limit is too small for any script)"});
    return image;
  }
  *static_cast<Context**>(lua_getextraspace(L)) = &context_;
  context_.state = L;
  context_.loading = true;
  StartBudget(context_, kLoadFuelFactor, kLoadDeadlineFactor);
  LoadRequest request{bundle, image};
  int status = Protected(L, LoadMain, &request);
  context_.budget.Stop();
  context_.loading = false;
  if (status != LUA_OK && context_.errors.empty()) {
    context_.errors.push_back(DescribeError(L, status, {ChunkLabel(context_, bundle.main), 1}));
  }
  image.errors = context_.errors;
  image.warnings = context_.warnings;
  if (!image.errors.empty()) {
    image.root.clear();
    return image;
  }
  lua_settop(L, 0);
  // A rule is over long before there is ten times what the script takes; collecting would write into all of its pages. The limit of
  // memory collects all the same when it is reached.
  lua_gc(L, LUA_GCINC, kPausePercent, 0, 0);
  lua_gc(L, LUA_GCCOLLECT);
  image.param_keys = context_.param_keys;
  image.paths = context_.paths;
  image.state = L;
  image.memory = context_.arena.Save();
  return image;
}

void ScriptRunner::BeginCase(const ScriptImage& image, std::string_view params) {
  context_.arena.Restore(image.memory);
  context_.state = image.state;
  if (begun_ != &image) context_.paths = image.paths;  // a call does not change them, and an image is made by Load alone
  begun_ = &image;
  context_.params = params;
  context_.lazy.Clear();
}

CallOutcome ScriptRunner::Call(int64_t function, const CallArguments& arguments, bool traced) {
  CallOutcome outcome;
  StartBudget(context_, 1, 1);
  context_.lazy.BeginCall(traced);
  CallRequest request{function, arguments, outcome, {}};
  int status = Protected(context_.state, PerformCall, &request);
  context_.budget.Stop();
  outcome.fuel_used = context_.budget.fuel_used();
  outcome.ok = status == LUA_OK;
  if (!outcome.ok) {
    outcome.value.clear();
    outcome.error = DescribeError(context_.state, status, request.definition);
  }
  if (traced) outcome.reads = context_.lazy.Reads();
  lua_settop(context_.state, 0);
  return outcome;
}

}  // namespace lianban::workflow::sandbox
