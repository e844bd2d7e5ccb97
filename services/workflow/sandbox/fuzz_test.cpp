// Random scripts in two workers: no worker may die, and both must say the same. LIANBAN_FUZZ_SECONDS sets how long (3),
// LIANBAN_FUZZ_SEED repeats a run.

#include <chrono>
#include <cstdlib>

#include "gmock/gmock.h"
#include "services/workflow/sandbox/random_script.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What must be the same in two processes. Running out of processor time depends on the machine.
std::string Outcome(const RuleResult& result) {
  if (result.ok) return result.value.dump();
  return result.error.code + " " + result.error.file + ":" + std::to_string(result.error.line) + " " + result.error.message;
}
bool RanOutOfTime(const std::string& outcome) { return outcome.find("ms of processor time") != std::string::npos; }
bool LostAWorker(const std::string& outcome) {
  return outcome.starts_with("SCRIPT_CRASHED") || outcome.starts_with("SCRIPT_UNAVAILABLE") || outcome.find("was stopped") != std::string::npos;
}

class Fuzz : public testing::Test {
 protected:
  void Run(bool damaged) {
    auto one = StartPool({.workers = 1}), other = StartPool({.workers = 1});
    uint64_t seed = FromEnvironment("LIANBAN_FUZZ_SEED", std::random_device()());
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(500 * FromEnvironment("LIANBAN_FUZZ_SECONDS", 3));
    int scripts = 0, answered = 0;
    for (; std::chrono::steady_clock::now() < end; ++seed, ++scripts) {
      RandomScript random(seed);
      std::string script = random.Process();
      if (damaged) script = random.Damaged(script);
      RuleBatch batch{.bundle = Bundle(script), .params = json{{"p", 1}}, .calls = {}};
      for (int function = 1; function <= 3; ++function) batch.calls.push_back({function, {7, {{"k", "v"}}}});
      auto a = one->Evaluate({&batch, 1})[0], b = other->Evaluate({&batch, 1})[0];
      for (size_t i = 0; i < a.size(); ++i) {
        std::string left = Outcome(a[i]), right = Outcome(b[i]);
        answered += a[i].ok;
        ASSERT_FALSE(LostAWorker(left) || LostAWorker(right)) << "seed " << seed << "\n" << left << "\n" << script;
        if (RanOutOfTime(left) || RanOutOfTime(right)) continue;
        ASSERT_EQ(left, right) << "seed " << seed << "\n" << script;
      }
    }
    RecordProperty("scripts", scripts);
    EXPECT_TRUE(damaged || answered > 0);
    std::printf("%d scripts, %d calls answered\n", scripts, answered);
  }
};

TEST_F(Fuzz, RandomScriptsNeverHarmAWorkerAndAgree) { Run(false); }
TEST_F(Fuzz, DamagedScriptsNeverHarmAWorkerAndAgree) { Run(true); }

}  // namespace
}  // namespace lianban::workflow
