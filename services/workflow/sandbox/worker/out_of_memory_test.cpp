// Memory runs out at every point of loading and calling once: the answer is right or SCRIPT_MEMORY, and the next load
// is right again.

#include "gmock/gmock.h"
#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/worker/script_state.h"

namespace lianban::workflow::sandbox {
namespace {

const char kScript[] = R"(
local lib = use 'lib'
return workflow "x" {
  steps = { task "a" { by = role "r", within = days(param "p"), on = { done = "b" } }, finish "b" {} },
  rule = function(f)
    local out = {}
    for k, v in pairs(f) do out[#out + 1] = k .. '=' .. tostring(v) end
    table.sort(out, function(a, b) return a > b end)
    return { table.concat(out, ','), lib.double(f.n), pcall(error, { 'x' }), (('ab'):rep(9000):gsub('a', 'c')):sub(1, 3), param 'p' }
  end,
}
)";

TEST(OutOfMemory, AtEveryPointEndsInAnError) {
  BundleFiles bundle{.main = "m.lua", .files = {{"m.lua", kScript}, {"lib.lua", "return { double = function(n) return n * 2 end }"}}};
  std::string arguments, params, right;
  MessagePackWriter out(arguments);
  out.Array(1), out.Map(2), out.Text("n"), out.Int(21), out.Text("k"), out.Text("v");
  MessagePackWriter parameters(params);
  parameters.Map(1), parameters.Text("p"), parameters.Int(7);
  int failed_to_load = 0, failed_to_answer = 0, answered = 0;
  for (uint64_t limit = 1000; answered < 200; limit += 97) {
    ScriptRunner runner({.memory_bytes_max = limit});
    ScriptImage image = runner.Load(bundle);
    if (!image.errors.empty()) {
      ASSERT_EQ(image.errors[0].code, "SCRIPT_MEMORY") << image.errors[0].message << " at " << limit;
      ++failed_to_load;
      continue;
    }
    runner.BeginCase(image, params);
    CallOutcome outcome = runner.Call(1, {.own = arguments});
    if (!outcome.ok) {
      ASSERT_EQ(outcome.error.code, "SCRIPT_MEMORY") << outcome.error.message << " at " << limit;
      ++failed_to_answer;
      continue;
    }
    if (right.empty()) right = outcome.value;
    ASSERT_EQ(outcome.value, right) << limit;
    ++answered;
  }
  EXPECT_GT(failed_to_load, 100);
  EXPECT_GT(failed_to_answer, 5);
}

}  // namespace
}  // namespace lianban::workflow::sandbox
