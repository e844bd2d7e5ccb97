// Lights, chains, departments and grounds: what parameters say about time.

#include "gmock/gmock.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::Not;

constexpr char kWork[] = R"(return workflow "w" { clock = { statutory = days(7) }, steps = {
  task "t" { by = role "handler", on = { done = "c" } }, task "c" { by = role "handler", on = { done = "e" } }, finish "e" {} } })";

void Tree(Story& story) {
  auto& units = story.environment->directory.units;
  units["d1"] = {"d1", "区", "330602", "district", "c1", ""};
  units["c1"] = {"c1", "市", "3306", "city", "", ""};
  units["u1"] = {"u1", "街道", "330602001", "street", "d1", ""};
  units["u2"] = {"u2", "街道", "330602002", "street", "d1", ""};
}

void Set(Story& story, const std::string& key, json value) {
  story.environment->parameters.values[key][""] = std::move(value);
}

TEST(Light, TurnsYellowAsTheParametersOfTheAreaSay) {
  Story story(kWork);
  Set(story, "light.yellow_percent", 50);
  Set(story, "light.yellow_workdays", 0);
  story.now = At("2026-03-03 00:00");
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Due("case"), "2026-03-10");
  story.Wait(At("2026-03-06 23:00"));
  EXPECT_THAT(story.Facts(), Not(Contains("ClockWarned")));
  story.Wait(At("2026-03-07 00:00"));
  EXPECT_THAT(story.Facts(), Contains("ClockWarned"));
}

TEST(Chain, UrgesThenSupervisesThenEscalatesEachAtItsTime) {
  Story story(kWork);
  Tree(story);
  Set(story, "escalation", json::parse(R"([{"after":"0d","act":"urge"},{"after":"1wd","act":"supervise","level":"orange"},
    {"after":"2x","act":"escalate"},{"after":"2x","act":"notify","at":"city"}])"));
  ASSERT_EQ(story.Start(), "");
  story.Wait(At("2026-03-11 00:00"));
  EXPECT_THAT(story.Facts(), Contains("ClockOverdue"));
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].payload["name"], "urge");
  story.Wait(At("2026-03-12 00:00"));
  EXPECT_EQ(story.state.vars["supervision"]["level"], "orange") << "one working day after the limit";
  EXPECT_EQ((*story.FactOf("Escalated"))["by"], "system");
  EXPECT_EQ(story.Task("t")->desk, "u1/handler");
  story.Wait(At("2026-03-20 00:00"));
  EXPECT_EQ(story.Task("t")->desk, "d1/leader") << "twice the limit has passed";
  EXPECT_EQ(story.last.effects.back().payload["desk"], "c1/leader");
  EXPECT_TRUE(story.state.timers.empty());
  EXPECT_EQ(story.state.vars.contains("outcomes"), false) << "nothing has been decided";
}

TEST(Chain, OfOneProcessGoesBeforeTheGeneralOneAndSurvivesARecount) {
  Story story(kWork);
  Set(story, "escalation", json::parse(R"([{"after":"0d","act":"urge"}])"));
  Set(story, "escalation.w", json::parse(R"([{"after":"3d","act":"supervise"}])"));
  ASSERT_EQ(story.Start(), "");
  story.Wait(At("2026-03-11 00:00"));
  EXPECT_TRUE(story.last.effects.empty());
  Command recompute;
  recompute.kind = CommandKind::kRecompute;
  recompute.actor.kind = ActorClass::kSystem;
  EXPECT_EQ(story.Do(recompute), "CLOCKS_UNCHANGED");
  ASSERT_EQ(story.Act(CommandKind::kSuspend), "");
  story.now += absl::Hours(1);
  ASSERT_EQ(story.Act(CommandKind::kResume), "");
  story.Wait(At("2026-03-16 00:00"));
  EXPECT_EQ(story.state.vars["supervision"]["level"], "blue");
}

TEST(Chain, APartThatIsNoPeriodIsLeftOut) {
  Story story(kWork);
  Set(story, "escalation", json::parse(R"([{"after":"soon","act":"urge"}, 7, {"after":"1d","act":"urge"}])"));
  ASSERT_EQ(story.Start(), "");
  story.Wait(At("2026-03-12 00:00"));
  EXPECT_EQ(story.last.effects.size(), 1u);
}

TEST(Department, HasAClockThatStandsStillWhileTheCaseIsElsewhere) {
  Story story(kWork);
  Tree(story);
  Set(story, "clock.department", "3d");
  ASSERT_EQ(story.Start(), "");
  EXPECT_EQ(story.Due("unit:u1"), "2026-03-06");
  EXPECT_EQ(*story.Task("t")->due, story.Clock("unit:u1")->due) << "the task follows its department";
  story.now = At("2026-03-04 09:00");
  auto transfer = [&](const std::string& from, const std::string& to) {
    Command command = story.OnTask(CommandKind::kTransfer, "t");
    command.actor.desks = {from};
    command.args = {{"desk", to}};
    command.reason = "属地不对";
    return story.Do(command);
  };
  ASSERT_EQ(transfer("u1/handler", "u2/handler"), "");
  EXPECT_TRUE(story.Clock("unit:u1")->met);
  EXPECT_EQ(story.Due("unit:u2"), "2026-03-09") << "03-07 is a Saturday";
  story.now = At("2026-03-09 09:00");
  ASSERT_EQ(transfer("u2/handler", "u1/handler"), "");
  EXPECT_FALSE(story.Clock("unit:u1")->met);
  EXPECT_EQ(story.Due("unit:u1"), "2026-03-11") << "one day used; five elsewhere do not count";
  EXPECT_EQ(story.Due("case"), "2026-03-10") << "the applicant's time goes on";
}

TEST(Department, NoParameterNoClock) {
  Story story(kWork);
  ASSERT_EQ(story.Start(), "");
  EXPECT_EQ(story.state.clocks.size(), 1u);
}

TEST(Suspension, NeedsAGroundOfTheLawWhereThatIsListed) {
  Story story(kWork);
  Set(story, "clock.pause_grounds", {"鉴定", "听证"});
  ASSERT_EQ(story.Start(), "");
  EXPECT_EQ(story.Act(CommandKind::kSuspend), "SUSPEND_GROUND");
  EXPECT_EQ(story.Act(CommandKind::kSuspend, {{"ground", "天气"}}), "SUSPEND_GROUND");
  ASSERT_EQ(story.Act(CommandKind::kSuspend, {{"ground", "鉴定"}}), "");
  story.now = At("2026-03-05 10:00");
  ASSERT_EQ(story.Act(CommandKind::kResume), "");
  EXPECT_EQ((*story.Clock("case")->pauses)[0]["ground"], "鉴定");
  EXPECT_EQ(story.Due("case"), "2026-03-12") << "two days are added back";
}

}  // namespace
}  // namespace lianban::workflow
