// What is written when a case moves, and when it comes back.

#include "services/workflow/migration/move.h"

#include <gmock/gmock.h>

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kAid[] = R"(return workflow "aid" {
  title = "援助", clock = { statutory = days(7) CLOCK, pauses = { "supplement" } },
  steps = {
    task "accept" { title = "受理", by = role "window", within = days(2), on = { complete = "both", missing = "supplement", timeout = "late" } },
    wait "supplement" { title = "补正", of = applicant, on = { supplied = "accept" } },
    fork "both" { to = { "a", "b" }, join = "done" },
    task "a" { title = "甲", by = role "window", on = { ok = "done" } },
    task "b" { title = "乙", by = role "window", each = { "x", "y" }, mode = "all", on = { ok = "done", no = "done", mixed = "done" } },
    join "done" { next = "granted" },
    finish "granted" {}, finish "late" {},
  },
})";

std::string Aid(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  std::string text = kAid;
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  };
  for (const auto& [from, to] : changes) {
    EXPECT_NE(text.find(from), std::string::npos) << from;
    replace(from, to);
  }
  replace(" CLOCK", "");
  return text;
}

PositionBook& Book() {
  static PositionBook book;
  return book;
}

Command MoveCommand(const json& renamed = json::object()) {
  Command command;
  command.kind = CommandKind::kMigrate;
  command.actor.kind = ActorClass::kSystem;
  command.reason = "法律修改";
  command.args = {{"from", 1}, {"to", 2}, {"renamed", renamed}, {"asked_by", "张三"}, {"approved_by", "李四"}};
  return command;
}

// "" when it moved, otherwise the reason.
std::string Move(Story& story, const std::string& script, const json& renamed = json::object()) {
  const Command command = MoveCommand(renamed);
  const auto to = ModelOf(script);
  const std::vector<MoveItem> items = {{story.model, to, story.environment, &story.state, &command, story.now}};
  Moved moved = MoveCases(TestHost(), Book(), items)[0];
  if (const auto* refusal = std::get_if<Refusal>(&moved.result)) return ReasonOf(refusal->status);
  story.last = std::get<Transition>(std::move(moved.result));
  story.state = story.last.next;
  story.model = to;
  return "";
}

std::string MoveBackTo(Story& story, const std::string& script, const json& back, int64_t revision,
                       const json& lights = json::array()) {
  Command command = MoveCommand();
  command.kind = CommandKind::kMoveBack;
  command.args = {{"from", 2}, {"to", 1}, {"back", back}, {"revision", revision}, {"lights", lights}};
  RunResult result = MoveBack(story.state, command, story.now);
  if (const auto* refusal = std::get_if<Refusal>(&result)) return ReasonOf(refusal->status);
  story.last = std::get<Transition>(std::move(result));
  story.state = story.last.next;
  story.model = ModelOf(script);
  return "";
}

// The state, but for the numbers that only ever rise.
json Picture(const CaseState& state) {
  json picture = ToJson(state);
  picture.erase("revision");
  picture.erase("counter");
  return picture;
}

TEST(Move, IsOneEventThatSaysWhatWhyAndByWhom) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  const int64_t revision = story.state.revision;
  ASSERT_EQ(Move(story, Aid({{"\"受理\"", "\"窗口受理\""}, {"days(7)", "days(10)"}, {" CLOCK", ", law = \"as_of_today\""}})), "");
  EXPECT_EQ(story.state.revision, revision + 1);
  const json& fact = story.last.facts.front();
  EXPECT_EQ(fact["type"], "CaseMigrated");
  EXPECT_THAT(fact["explanation"]["zh"].get<std::string>(),
              HasSubstr("由第1版迁移到第2版；“受理”改为“窗口受理”；法定期限由 2026-03-10 改为 2026-03-13；张三 提出；李四 批准；理由：法律修改"));
  EXPECT_THAT(fact["explanation"]["en"].get<std::string>(),
              HasSubstr("the statutory time limit moves from 2026-03-10 to 2026-03-13; asked for by 张三"));
  ASSERT_EQ(story.last.opened.size(), 1u) << "the row of the inbox is written again";
  EXPECT_EQ(story.last.opened[0].title, "窗口受理");
  EXPECT_FALSE(story.last.timers_set.empty());
}

TEST(Move, UndoneItIsAsIfItHadNeverBeen) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  const json before = Picture(story.state);
  const auto timers = story.state.timers.size();
  ASSERT_EQ(Move(story, Aid({{"\"accept\"", "\"intake\""}, {"days(7)", "days(3)"}, {" CLOCK", ", law = \"as_of_today\""}}), {{"accept", "intake"}}), "");
  EXPECT_EQ(story.Open(), std::vector<std::string>{"intake"});
  const json back = story.last.facts.front()["back"];
  ASSERT_EQ(MoveBackTo(story, Aid(), back, story.state.revision), "");
  EXPECT_EQ(Picture(story.state), before);
  EXPECT_EQ(story.state.timers.size(), timers);
  EXPECT_FALSE(story.last.timers_set.empty());
  EXPECT_EQ(story.last.facts.front()["type"], "CaseMovedBack");
  EXPECT_EQ(story.Complete("accept", "complete"), "");
}

TEST(Move, WhatWasWorkedOnSinceStaysWhereItIs) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(Move(story, Aid({{"\"受理\"", "\"窗口受理\""}})), "");
  const json back = story.last.facts.front()["back"];
  const int64_t revision = story.state.revision;
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  EXPECT_EQ(MoveBackTo(story, Aid(), back, revision), "MIGRATION_WORKED_ON");
}

TEST(Move, ALightThatChangesIsNobodysWork) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  const int64_t steps = static_cast<int64_t>(story.state.activations.size());
  ASSERT_EQ(Move(story, Aid({{"\"受理\"", "\"窗口受理\""}, {"within = days(2), ", ""}, {", timeout = \"late\"", ""}, {"finish \"late\" {},", ""}})), "");
  const json back = story.last.facts.front()["back"];
  const int64_t revision = story.state.revision;
  Command warning;
  warning.kind = CommandKind::kFireTimer;
  warning.actor.kind = ActorClass::kSystem;
  for (const TimerState& timer : story.state.timers) {
    if (timer.kind != "warning") continue;
    warning.args = {{"timer", timer.no}};
    story.now = timer.due;
  }
  ASSERT_EQ(story.Do(warning), "");
  EXPECT_EQ(MoveBackTo(story, Aid(), back, revision), "MIGRATION_WORKED_ON") << "unless it is said what went off";
  ASSERT_EQ(MoveBackTo(story, Aid(), back, revision, {{{"clock", "case"}, {"kind", "warning"}}}), "");
  EXPECT_EQ(static_cast<int64_t>(story.state.activations.size()), steps);
  for (const TimerState& timer : story.state.timers) EXPECT_NE(timer.kind, "warning") << "it is not shown twice";
  EXPECT_EQ(story.Complete("accept", "complete"), "");
}

TEST(Move, AStepOfAnotherKindBeginsAnewWhereTheAuthorSaysSo) {
  const std::string edited = Aid({{"task \"accept\" { title = \"受理\", by = role \"window\",", "task \"accept\" { title = \"受理\", by = role \"handler\", each = { \"p\", \"q\" }, mode = \"any\","}});
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  const int64_t old = story.Task("accept")->no;
  EXPECT_EQ(Move(story, edited), "MIGRATION_INSTANCES_CHANGED");
  ASSERT_EQ(Move(story, edited, {{"accept", "accept"}}), "");
  EXPECT_THAT(story.last.closed, ElementsAre(old));
  ASSERT_EQ(story.last.opened.size(), 2u);
  EXPECT_EQ(story.last.opened[0].desk, "u1/handler");
  EXPECT_THAT(story.last.facts.front()["explanation"]["zh"].get<std::string>(), HasSubstr("“受理”重新开始"));
  ASSERT_EQ(MoveBackTo(story, Aid(), story.last.facts.front()["back"], story.state.revision), "");
  EXPECT_EQ(story.Task("accept")->no, old);
  EXPECT_EQ(story.last.closed.size(), 2u);
}

TEST(Move, StepsThatNeverHappenTogetherInTheNewReleaseKeepTheCase) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  const std::string one_after_the_other =
      Aid({{"fork \"both\" { to = { \"a\", \"b\" }, join = \"done\" }", "fork \"both\" { to = { \"a\" } }"},
              {"by = role \"window\", on = { ok = \"done\" }", "by = role \"window\", on = { ok = \"b\" }"},
              {"ok = \"done\", no = \"done\", mixed = \"done\"", "ok = \"granted\", no = \"granted\", mixed = \"granted\""},
              {"    join \"done\" { next = \"granted\" },\n", ""}});
  Story before = story;
  EXPECT_EQ(Move(before, one_after_the_other), "") << "it has not come to the branches yet";
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  EXPECT_EQ(Move(story, one_after_the_other), "MIGRATION_POSITIONS");
}

TEST(Move, AnAnswerThatIsGoneKeepsTheCase) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  ASSERT_EQ(story.Complete("b", "no"), "");
  const std::string without = Aid({{"no = \"done\", ", ""}, {", mixed = \"done\"", ""}});
  EXPECT_EQ(Move(story, without), "MIGRATION_OUTCOME_GONE");
  EXPECT_EQ(Move(story, without, {{"b", "b"}}), "");
}

TEST(Move, ASuspendedCaseMovesAndItsTimersStayHeld) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Act(CommandKind::kSuspend), "");
  ASSERT_EQ(Move(story, Aid({{"days(7)", "days(3)"}, {" CLOCK", ", law = \"as_of_today\""}})), "");
  for (const TimerState& timer : story.state.timers) EXPECT_TRUE(timer.held) << timer.kind;
  EXPECT_TRUE(story.last.timers_set.empty());
  story.now = At("2026-03-05 09:00");
  ASSERT_EQ(story.Act(CommandKind::kResume), "");
  EXPECT_EQ(story.Due("case"), "2026-03-09") << "three days and two that stood still end on a Sunday";
}

TEST(Move, WhatHappensWhenTimeRunsOutIsForTheNewScriptToSay) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(Move(story, Aid({{", timeout = \"late\"", ""}, {"finish \"late\" {},", ""}})), "");
  story.Wait(At("2026-03-06 09:00"));
  EXPECT_EQ(story.Open(), std::vector<std::string>{"accept"});
}

TEST(Move, AnAnswerFromBeforeIsNotTakenBackAfterwards) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  const std::string user = story.state.last->user;
  ASSERT_EQ(Move(story, Aid({{"\"甲\"", "\"甲方\""}})), "");
  Command command;
  command.kind = CommandKind::kTakeBack;
  command.actor = {ActorClass::kPerson, user, "", {"u1/window"}};
  EXPECT_EQ(story.Do(command), "TAKE_BACK_GONE");
}

TEST(Move, IsThePlatformsActAndNobodyElses) {
  Story story(Aid());
  ASSERT_EQ(story.Start(), "");
  Command command = MoveCommand();
  command.actor.kind = ActorClass::kPerson;
  const std::vector<MoveItem> items = {{story.model, ModelOf(Aid()), story.environment, &story.state, &command, story.now}};
  const Moved moved = MoveCases(TestHost(), Book(), items)[0];
  EXPECT_EQ(ReasonOf(std::get<Refusal>(moved.result).status), "SYSTEM_REQUIRED");
  EXPECT_EQ(story.Act(CommandKind::kMigrate), "SYSTEM_REQUIRED");
  EXPECT_EQ(story.Act(CommandKind::kMoveBack), "OPERATION_UNKNOWN");
}

}  // namespace
}  // namespace lianban::workflow
