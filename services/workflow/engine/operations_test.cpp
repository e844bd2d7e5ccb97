// What the matrix has no room for: the order of things, who may, and what a script forbids.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::ElementsAre;

std::string As(Story& story, CommandKind kind, const std::string& user, const std::string& desk, int64_t task,
               json args = json::object(), const std::string& outcome = "") {
  Command command;
  command.kind = kind;
  command.task = task;
  command.args = std::move(args);
  command.outcome = outcome;
  command.reason = "因故";
  command.actor = {ActorClass::kPerson, user, "", {desk}, {}};
  return story.Do(command);
}

TEST(TakeBack, IsOverOnceSomebodyHasClaimedWhatFollows) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "b" } },
    task "b" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/x", story.Task("a")->no, {}, "done"), "");
  ASSERT_EQ(As(story, CommandKind::kUrge, "p1", "u1/x", 0), "") << "an urge changes nothing";
  ASSERT_EQ(As(story, CommandKind::kClaim, "p2", "u1/x", story.Task("b")->no), "");
  EXPECT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/x", 0), "TAKE_BACK_GONE");
}

TEST(TakeBack, PapersThatWentOutAreOut) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "n" } },
    effect "n" { notice = "letter", next = "b" }, task "b" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/x", story.Task("a")->no, {}, "done"), "");
  EXPECT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/x", 0), "TAKE_BACK_EFFECTS");
}

TEST(TakeBack, AJoinThatHasPassedStaysPassed) {
  Story story(R"(return workflow "w" { steps = { fork "f" { to = { "a", "b" }, join = "j" },
    task "a" { by = role "x", on = { done = "j" } }, task "b" { by = role "x", on = { done = "j" } },
    join "j" { next = "c" }, task "c" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/x", story.Task("a")->no, {}, "done"), "");
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/x", story.Task("b")->no, {}, "done"), "");
  EXPECT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/x", 0), "TAKE_BACK_JOINED");
}

TEST(TakeBack, ASequenceGoesBackToTheOneBefore) {
  Story story(R"(return workflow "w" { steps = { task "s" { by = role "s", mode = "sequence",
    each = { { role = "r1" }, { role = "r2" } }, on = { agree = "e", refuse = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/r1", story.Task("s")->no, {}, "agree"), "");
  EXPECT_EQ(story.Task("s")->desk, "u1/r2");
  ASSERT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/r1", 0), "") << story.status;
  EXPECT_EQ(story.Task("s")->desk, "u1/r1");
  ASSERT_EQ(story.Complete("s", "agree"), "");
  EXPECT_EQ(story.Task("s")->desk, "u1/r2") << "nobody is left out";
  ASSERT_EQ(story.Complete("s", "agree"), "");
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

TEST(TakeBack, WhatWasCollectedGoesWithTheAnswer) {
  Story story(R"(return workflow "w" { form = { integer "score" {} }, steps = { task "s" { by = role "s", mode = "all",
    collect = true, edits = { "score" }, each = { { role = "r1" }, { role = "r2" } }, on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  Command command = story.OnTask(CommandKind::kCompleteTask, "s");
  command.actor.user = "p1";
  command.outcome = "done";
  command.data = {{"score", 7}};
  ASSERT_EQ(story.Do(command), "") << story.status;
  EXPECT_EQ(story.state.vars["answers"]["s"].size(), 1u);
  ASSERT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/r1", 0), "") << story.status;
  EXPECT_EQ(story.state.vars["answers"]["s"].size(), 0u);
}

TEST(TakeBack, ASettledCountersignIsReturnedInstead) {
  Story story(R"(return workflow "w" { steps = { task "s" { by = role "s", mode = "any",
    each = { { role = "r1" }, { role = "r2" } }, on = { agree = "c" } },
    task "c" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/r1", story.Task("s")->no, {}, "agree"), "");
  EXPECT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/r1", 0), "TAKE_BACK_SETTLED");
}

TEST(TakeBack, TheOwnerRecallsADelegate) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  const int64_t task = story.Task("a")->no;
  ASSERT_EQ(As(story, CommandKind::kDelegate, "p1", "u1/x", task, {{"user", "p2"}}), "");
  EXPECT_EQ(As(story, CommandKind::kTakeBack, "p3", "u1/x", task), "TAKE_BACK_GONE");
  ASSERT_EQ(As(story, CommandKind::kTakeBack, "p1", "u1/x", task), "");
  EXPECT_EQ(story.Task("a")->assignee, "p1");
}

TEST(AddHandler, AVoteCountsTheWeightThatWasAdded) {
  Story story(R"(return workflow "w" { steps = { task "v" { by = role "s", mode = "vote",
    vote = { pass = "yes", otherwise = "no", threshold = 60 }, each = { { role = "r1" }, { role = "r2" } },
    on = { yes = "y", no = "n" } }, finish "y" { result = "y" }, finish "n" { result = "n" } } })");
  story.Start();
  const int64_t first = story.Task("v")->no;
  ASSERT_EQ(As(story, CommandKind::kAddHandler, "p1", "u1/r1", first,
               {{"where", "parallel"}, {"desk", "u1/r3"}, {"weight", 8}}), "");
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/r1", first, {}, "yes"), "");
  EXPECT_EQ(story.state.status, CaseStatus::kRunning) << "1 of 10";
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p3", "u1/r3", story.Task("v", 1)->no, {}, "yes"), "") << story.status;
  EXPECT_EQ(story.state.result, "y");
}

TEST(AddHandler, SequenceAndApplicantHaveNone) {
  Story story(R"(return workflow "w" { steps = { task "s" { by = role "s", mode = "sequence",
    each = { { role = "r1" }, { role = "r2" } }, on = { agree = "a" } },
    task "a" { by = applicant, on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  json parallel = {{"where", "parallel"}, {"user", "q"}};
  EXPECT_EQ(As(story, CommandKind::kAddHandler, "p1", "u1/r1", story.Task("s")->no, parallel), "ADD_HANDLER_SEQUENCE");
  ASSERT_EQ(story.Complete("s", "agree"), "");
  ASSERT_EQ(story.Complete("s", "agree"), "");
  EXPECT_EQ(As(story, CommandKind::kAddHandler, "p1", "u1/window", story.Task("a")->no, parallel), "ADD_HANDLER_APPLICANT");
}

TEST(AddHandler, WhoComesAfterOverrulesWithAReasonOnly) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { yes = "e", no = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(As(story, CommandKind::kAddHandler, "p1", "u1/x", story.Task("a")->no, {{"where", "after"}, {"user", "p2"}}), "");
  ASSERT_EQ(As(story, CommandKind::kCompleteTask, "p1", "u1/x", story.Task("a")->no, {}, "yes"), "");
  Command command = story.OnTask(CommandKind::kCompleteTask, "a");
  command.outcome = "no";
  EXPECT_EQ(story.Do(command), "REASON_REQUIRED");
  command.reason = "依据不足";
  EXPECT_EQ(story.Do(command), "");
  EXPECT_EQ(story.state.vars["outcomes"]["a"], "no");
}

TEST(Manage, ALeaderAboveTransfersWhatAnAbsentPersonHasClaimed) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  auto& units = story.environment->directory.units;
  units["d1"] = {"d1", "区", "330602", "district", "", ""};
  units["u1"] = {"u1", "街道", "330602001", "street", "d1", ""};
  story.Start();
  const int64_t task = story.Task("a")->no;
  ASSERT_EQ(As(story, CommandKind::kClaim, "p1", "u1/x", task), "");
  EXPECT_EQ(As(story, CommandKind::kTransfer, "p2", "u1/x", task, {{"user", "p2"}}), "TASK_CLAIMED");
  EXPECT_EQ(As(story, CommandKind::kTransfer, "boss", "d1/leader", task, {{"user", "p2"}}), "");
  EXPECT_EQ(story.Task("a")->assignee, "p2");
}

TEST(Forbids, AScriptRefusesAnOperationAndSaysWhy) {
  Story story(R"(return workflow "w" { forbids = { terminate = "只能办结" }, steps = {
    task "a" { by = role "x", on = { done = "b" } },
    task "b" { by = role "x", forbids = { withdraw = "决定作出后不得撤回", transfer = "须本人办理" }, on = { done = "e" } },
    finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Act(CommandKind::kTerminate), "OPERATION_FORBIDDEN");
  ASSERT_EQ(story.Complete("a", "done"), "");
  EXPECT_EQ(As(story, CommandKind::kTransfer, "p1", "u1/x", story.Task("b")->no, {{"user", "q"}}), "OPERATION_FORBIDDEN");
  EXPECT_EQ(story.Act(CommandKind::kWithdraw), "OPERATION_FORBIDDEN");
  EXPECT_NE(Localized(story.status, "zh-CN").find("决定作出后不得撤回"), std::string::npos);
}

constexpr char kWithChildren[] = R"(return workflow "p" { steps = {
  fork "f" { to = { "kids", "t" }, join = "j" },
  call "kids" { process = "kid", each = { {}, {} }, wait = "all", on = { done = "j" } },
  task "t" { by = role "x", on = { done = "j" } }, join "j" { next = "z" },
  task "z" { by = role "x", on = { done = "e" } }, finish "e" {} } })";

TEST(Reopen, AChildThatIsOpenAgainIsWaitedForAgain) {
  Story story(kWithChildren);
  story.Start();
  const int64_t first = story.state.vars["children"][0]["no"], second = story.state.vars["children"][1]["no"];
  ASSERT_EQ(story.ChildEnds(first, "ok"), "");
  Command reopened;
  reopened.kind = CommandKind::kChildFinished;
  reopened.actor.kind = ActorClass::kSystem;
  reopened.target = "child-" + std::to_string(first);
  reopened.data = {{"no", first}, {"status", "reopened"}};
  ASSERT_EQ(story.Do(reopened), "") << story.status;
  ASSERT_EQ(story.ChildEnds(second, "ok"), "");
  EXPECT_EQ(story.Open().size(), 2u) << "the call still waits for the first";
  ASSERT_EQ(story.ChildEnds(first, "ok"), "");
  EXPECT_THAT(story.Open(), ElementsAre("t"));
  ASSERT_EQ(story.Do(reopened), "") << "too late for the call: noted, and nothing moves";
  EXPECT_THAT(story.Open(), ElementsAre("t"));
  EXPECT_EQ((*story.FactOf("ChildReopened"))["awaited"], false);
}

TEST(Children, EndWithTheirParentWhenThatIsSaid) {
  Story story(R"(return workflow "kid" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  Command command;
  command.kind = CommandKind::kStart;
  command.actor = {ActorClass::kService, "", "", {}, {}};
  command.data = {{"unit", "u1"}, {"area", "33"}, {"parent", {{"no", 2}, {"case", "p"}}}};
  ASSERT_EQ(story.Do(command), "");
  command = {};
  command.kind = CommandKind::kParentEnded;
  EXPECT_EQ(story.Do(command), "SYSTEM_REQUIRED");
  command.actor.kind = ActorClass::kSystem;
  ASSERT_EQ(story.Do(command), "");
  EXPECT_EQ(story.state.result, "parent_ended");
}

TEST(Merge, WhatOneApplicantWithdrawsTheOtherStillAsksFor) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  Command merge;
  merge.kind = CommandKind::kMerge;
  merge.actor = {ActorClass::kPerson, "boss", "", {"u1/leader"}, {}};
  merge.target = "lead";
  merge.reason = "同一件事";
  ASSERT_EQ(story.Do(merge), "");
  Command ended;
  ended.kind = CommandKind::kLeadEnded;
  ended.actor.kind = ActorClass::kSystem;
  ended.target = "lead";
  ended.data = {{"status", "withdrawn"}};
  ASSERT_EQ(story.Do(ended), "");
  EXPECT_EQ(story.state.status, CaseStatus::kRunning);
  EXPECT_THAT(story.Open(), ElementsAre("a"));
}

TEST(Merge, TheLeadingCaseTellsEachWhenItEnds) {
  Story story(R"(return workflow "w" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" { result = "ok" } } })");
  story.Start();
  Command in;
  in.kind = CommandKind::kTakeIn;
  in.actor = {ActorClass::kSystem, "", "", {"u9/x"}, {}};
  in.target = "case-2";
  EXPECT_EQ(story.Do(in), "NOT_YOUR_CASE") << "whoever merged must have a say in both";
  in.actor.desks = {"u1/x"};
  ASSERT_EQ(story.Do(in), "");
  EXPECT_EQ(story.Do(in), "MERGED_BEFORE");
  EXPECT_EQ(story.Act(CommandKind::kMerge), "REQUEST_INVALID");
  ASSERT_EQ(story.Complete("a", "done"), "");
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].kind, "tell_merged");
  EXPECT_EQ(story.last.effects[0].payload["result"], "ok");
}

}  // namespace
}  // namespace lianban::workflow
