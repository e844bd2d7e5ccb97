#include "services/workflow/sandbox/worker/describe_error.h"

#include <charconv>

#include "services/workflow/sandbox/worker/chunk_label.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

// Takes "label:12: " off the front of a message when it names a file of the bundle.
bool TakePosition(const Context& context, std::string_view& message, Position* position) {
  size_t mark = message.find(": ");
  size_t colon = mark == message.npos || mark == 0 ? message.npos : message.rfind(':', mark - 1);
  if (colon == message.npos || !context.paths.contains(message.substr(0, colon))) return false;
  int line = 0;
  auto [end, error] = std::from_chars(message.data() + colon + 1, message.data() + mark, line);
  if (error != std::errc() || end != message.data() + mark || line <= 0) return false;
  *position = {std::string(message.substr(0, colon)), line};
  message.remove_prefix(mark + 2);
  return true;
}

void DescribeSpent(const Context& context, WireDiagnostic& d) {
  std::string steps = std::to_string(context.budget.fuel_max());
  std::string ms = std::to_string(context.budget.deadline_ms());
  std::string mib = std::to_string(context.limits.memory_bytes_max >> 20);
  d.code = context.budget.spent() == Spent::kMemory ? "SCRIPT_MEMORY" : "SCRIPT_BUDGET";
  if (context.budget.spent() == Spent::kFuel) {
    d.message = "执行超过 " + steps + " 步；是否有不会结束的循环？ (more than " + steps + " steps; is there a loop that does not end?)";
  } else if (context.budget.spent() == Spent::kTime) {
    d.message = "占用处理器超过 " + ms + " 毫秒 (took more than " + ms + " ms of processor time)";
  } else {
    d.message = "所需内存超过 " + mib + " MiB，或单块超过 512 KiB，或递归过深 (needs more than " + mib +
                " MiB, more than 512 KiB in one piece, or recursion that does not end)";
  }
}

}  // namespace

WireDiagnostic DescribeError(lua_State* L, int status, const Position& otherwise) {
  const Context& context = ContextOf(L);
  WireDiagnostic d{.column = 1, .code = "SCRIPT_RUNTIME"};
  Position position = context.position.line != 0 ? context.position : otherwise;
  if (status == LUA_ERRMEM || status < 0) ContextOf(L).budget.MarkMemorySpent();
  if (context.budget.spent() != Spent::kNothing) {
    DescribeSpent(context, d);
  } else if (lua_type(L, -1) == LUA_TSTRING) {
    size_t size = 0;
    const char* text = lua_tolstring(L, -1, &size);
    std::string_view message(text, size);
    TakePosition(context, message, &position);
    if (context.value_refused) d.code = "SCRIPT_VALUE";
    const char* head = context.value_refused ? "返回的数据不合要求：" : "运行出错：";
    d.message = Printable(head + std::string(message), kErrorBytesMax);
  } else {
    std::string type = lua_typename(L, lua_type(L, -1));
    d.message = "error() 的参数应为文字，而不是 " + type + " (give error() a text, not a " + type + ")";
  }
  d.file = PathOf(context, position.chunk);
  d.line = position.line;
  return d;
}

}  // namespace lianban::workflow::sandbox
