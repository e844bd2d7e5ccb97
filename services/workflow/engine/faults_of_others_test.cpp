// Three faults that other engines are known for, by name.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr char kCountersign[] = R"(return workflow "w" { steps = {
  task "draft" { by = role "handler", on = { done = "sign" } },
  task "sign" { by = role "s", each = { { role = "r1" }, { role = "r2" }, { role = "r3" } }, mode = "all",
    on = { agree = "send", refuse = "draft" } },
  task "send" { by = role "handler", on = { done = "e" } }, finish "e" {} } })";

// Elsewhere the other signatures stay open, or the answers of the first round count in the second.
TEST(FaultsOfOthers, AReturnInsideACountersignBeginsItAnew) {
  Story story(kCountersign);
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("draft", "done"), "");
  ASSERT_EQ(story.Complete("sign", "agree"), "");
  ASSERT_EQ(story.Complete("sign", "agree"), "");
  const TaskState last = *story.Task("sign");
  Command command = story.OnTask(CommandKind::kReturn, "sign");
  command.target = "draft";
  command.reason = "附件不全";
  ASSERT_EQ(story.Do(command), "");
  EXPECT_THAT(story.Open(), ElementsAre("draft"));
  ASSERT_EQ(story.Complete("draft", "done"), "");
  ASSERT_EQ(story.state.activations.size(), 1u);
  EXPECT_EQ(story.state.activations[0].tasks.size(), 3u) << "all three sign again";
  EXPECT_THAT(story.state.activations[0].tally, IsEmpty());
  EXPECT_THAT(story.state.activations[0].answered, IsEmpty());
  Command late;
  late.kind = CommandKind::kCompleteTask;
  late.task = last.no;
  late.outcome = "agree";
  late.actor = {ActorClass::kPerson, "p9", "", {last.desk}, {}};
  EXPECT_EQ(story.Do(late), "TASK_NOT_OPEN") << "a signature of the first round is gone";
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(story.Open(), ElementsAre("sign"));
    ASSERT_EQ(story.Complete("sign", "agree"), "") << story.status;
  }
  EXPECT_THAT(story.Open(), ElementsAre("send"));
}

// Elsewhere the running case finds its step gone: "node not found".
TEST(FaultsOfOthers, ADefinitionThatChangedLeavesRunningCasesOnTheirRelease) {
  Story story(kCountersign);
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("draft", "done"), "");
  const auto release = story.model;
  story.model = ModelOf(R"(return workflow "w" { steps = {
    task "draft" { by = role "handler", on = { done = "e" } }, finish "e" {} } })");
  const json before = ToJson(story.state);
  EXPECT_EQ(story.Complete("sign", "agree"), "CASE_STATE_INVALID") << "the new script does not know where the case is";
  EXPECT_EQ(ToJson(story.state), before) << "and nothing is lost by asking";
  story.model = release;
  for (int i = 0; i < 3; ++i) ASSERT_EQ(story.Complete("sign", "agree"), "") << story.status;
  ASSERT_EQ(story.Complete("send", "done"), "");
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

// Elsewhere a timeout is written down as an approval by the one who let it pass.
TEST(FaultsOfOthers, ATimeoutIsNeverShownAsAnApproval) {
  Story story(R"(return workflow "w" { steps = {
    task "approve" { by = role "leader", within = days(2), on = { approve = "yes", timeout = "urged" } },
    task "urged" { by = role "leader", on = { approve = "yes" } }, finish "yes" { result = "approved" } } })");
  ASSERT_EQ(story.Start(), "");
  Command claim = story.OnTask(CommandKind::kClaim, "approve");
  claim.actor.user = "leader-1";
  ASSERT_EQ(story.Do(claim), "");
  ASSERT_EQ(story.Complete("approve", "timeout"), "OUTCOME_UNKNOWN") << "nobody chooses it";
  story.Wait(At("2026-03-06 00:00"));
  EXPECT_THAT(story.Open(), ElementsAre("urged"));
  EXPECT_EQ(story.state.vars["outcomes"]["approve"], "timeout");
  const Fact* fact = story.FactOf("TimedOut");
  ASSERT_NE(fact, nullptr);
  EXPECT_EQ((*fact)["by"], "system");
  EXPECT_THAT(story.Facts(), Not(Contains("TaskCompleted")));
  for (const Fact& each : story.last.facts) EXPECT_EQ(each.dump().find("leader-1"), std::string::npos) << each;
  EXPECT_FALSE(story.state.last) << "and nobody can take it back as an answer of theirs";
}

}  // namespace
}  // namespace lianban::workflow
