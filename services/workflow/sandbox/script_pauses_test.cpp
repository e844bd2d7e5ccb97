#include "services/workflow/sandbox/script_pauses.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

TEST(ScriptPauses, TellUntilTheyAreOver) {
  ScriptPauses pauses;
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  pauses.Add({"abc", "process.lua", 60, {"process.lua", 7, 1, "SCRIPT_BUDGET", "…"}}, now);
  const auto pause = pauses.Find("abc", now + absl::Seconds(59));
  ASSERT_TRUE(pause);
  EXPECT_EQ(pause->last_offence.line, 7);
  EXPECT_FALSE(pauses.Find("abc", now + absl::Seconds(60)));
  EXPECT_FALSE(pauses.Find("other", now));
}

TEST(ScriptPauses, ALaterPauseReplacesTheEarlierOne) {
  ScriptPauses pauses;
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  pauses.Add({"abc", "process.lua", 60, {}}, now);
  pauses.Add({"abc", "process.lua", 600, {}}, now + absl::Seconds(30));
  EXPECT_EQ(pauses.Find("abc", now + absl::Seconds(61))->end, now + absl::Seconds(630));
}

}  // namespace
}  // namespace lianban::workflow
