// Legal time of a case, with the dates of the acceptance scenarios.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr char kAid[] = R"(return workflow "aid" {
  params = { ["la.review"] = 7, ["la.supplement_window"] = 10 },
  clock = { statutory = days(param "la.review"), pauses = { "supplement" }, ends = { "granted" }, basis = "第43条" },
  steps = {
    task "examine" { by = role "reviewer", on = { grant = "granted", missing = "supplement" } },
    wait "supplement" { of = applicant, within = workdays(param "la.supplement_window"), once = true, notice = "supplement_notice",
      on = { supplied = "examine", timeout = "withdrawn" } },
    task "granted" { title = "指派", by = role "clerk", within = days(3), on = { assigned = "done" } },
    finish "done" { result = "done" },
    finish "withdrawn" { result = "withdrawn_deemed" } } })";

TEST(CaseClock, StartsWithTheCaseAndExplainsItself) {
  Story story(kAid);
  story.Start();
  EXPECT_EQ(story.Due("case"), "2026-03-10");
  const Fact& fact = *story.FactOf("ClockStarted");
  EXPECT_THAT(fact["explanation"]["zh"].get<std::string>(), testing::HasSubstr("2026-03-10"));
  EXPECT_EQ(fact["explanation"]["basis"], "第43条");
  EXPECT_EQ(story.Task("examine")->due, story.Clock("case")->due);
}

TEST(CaseClock, ParameterOfTheAreaWins) {
  Story story(kAid);
  story.environment->parameters.values["la.review"] = {{"", 9}, {"330602", "3wd"}};
  story.Start();
  EXPECT_EQ(story.Clock("case")->period, "3wd");
  EXPECT_EQ(story.Due("case"), "2026-03-06");
}

TEST(CaseClock, MissingParameterIsRefused) {
  Story story(R"(return workflow "w" { clock = { statutory = days(param "nobody.set") }, steps = {
    task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  EXPECT_EQ(story.Start(), "PARAM_UNSET");
}

// Vector V37.
TEST(Pause, SupplementDaysAreAddedBack) {
  Story story(kAid);
  story.now = At("2026-02-09 09:00");
  story.Start();
  EXPECT_EQ(story.Due("case"), "2026-02-24");
  story.now = At("2026-02-11 10:00");
  ASSERT_EQ(story.Complete("examine", "missing"), "");
  EXPECT_TRUE(story.Clock("case")->paused_since.has_value());
  EXPECT_THAT(story.Facts(), Contains("ClockPaused"));
  // A clock that stands still has no live timers.
  for (const TimerState& timer : story.state.timers) EXPECT_EQ(timer.held, timer.clock == "case");
  story.now = At("2026-02-26 15:00");
  ASSERT_EQ(story.Message("supplement"), "");
  EXPECT_EQ(story.Due("case"), "2026-03-03");
  EXPECT_EQ(story.Task("examine")->due, story.Clock("case")->due);
  // Yellow with a fifth of the seven days left, not of the seven and the fifteen that it stood still.
  for (const TimerState& timer : story.state.timers) {
    if (timer.kind != "warning") continue;
    EXPECT_EQ(timer.due, At("2026-03-02 12:24"));
  }
  const auto explanation = (*story.FactOf("ClockMoved"))["explanation"];
  EXPECT_THAT(explanation["zh"].get<std::string>(), testing::HasSubstr("起始日不计，2026-02-12 至 2026-02-26 不计，最后一日为 2026-03-03"));
  EXPECT_THAT(explanation["en"].get<std::string>(), testing::HasSubstr("2026-02-12 to 2026-02-26 not counted: last day 2026-03-03"));
}

TEST(Notice, SaysWhatWasSoWhenItWasIssued) {
  Story story(kAid);
  story.now = At("2026-06-08 10:00");
  story.Start();
  ASSERT_EQ(story.Complete("examine", "missing"), "");
  ASSERT_EQ(story.last.effects.size(), 1u);
  const nlohmann::json& payload = story.last.effects[0].payload;
  EXPECT_EQ(payload["template"], "supplement_notice");
  EXPECT_EQ(payload["told"]["due"], "2026-06-23") << "the last day, not the midnight after it";
  EXPECT_FALSE(payload["told"].contains("case_due")) << "a clock that stands still promises nothing";
}

// LA-04.
TEST(Pause, NothingSuppliedIsDeemedWithdrawnAfterTheWindow) {
  Story story(kAid);
  story.now = At("2026-06-08 10:00");
  story.Start();
  story.Complete("examine", "missing");
  story.Wait(At("2026-06-23 23:59"));
  EXPECT_THAT(story.Open(), ElementsAre("supplement"));
  story.Wait(At("2026-06-24 00:00"));
  EXPECT_EQ(story.state.result, "withdrawn_deemed");
}

// R5, R8: a window ends with its last day, so the day after it counts again; what somebody brings counts from the day after that.
TEST(Pause, ThatRunsOutGivesBackTheDaysOfTheWindowAndNoMore) {
  const char* script = R"(return workflow "w" { clock = { statutory = days(20, { roll = false }), pauses = { "ask" } }, steps = {
    wait "ask" { of = applicant, within = days(5, { roll = false }), on = { supplied = "work", timeout = "work" } },
    task "work" { by = role "x", on = { done = "e" } }, finish "e" {} } })";
  Story late(script);
  late.now = At("2026-03-02 10:00");
  late.Start();
  late.Wait(At("2026-03-08 00:00"));
  EXPECT_THAT(late.Open(), ElementsAre("work"));
  EXPECT_EQ(late.Due("case"), "2026-03-27");  // 22nd and five days: 3rd to 7th
  Story brought(script);
  brought.now = At("2026-03-02 10:00");
  brought.Start();
  brought.now = At("2026-03-07 23:00");
  ASSERT_EQ(brought.Message("ask"), "");
  EXPECT_EQ(brought.Due("case"), "2026-03-27");
}

TEST(Once, ASecondSupplementNoticeIsRefused) {
  Story story(kAid);
  story.Start();
  story.Complete("examine", "missing");
  story.Message("supplement");
  EXPECT_EQ(story.Complete("examine", "missing"), "STEP_ONCE");
}

// LA-02.
TEST(StepClock, CountsFromTheDecision) {
  Story story(kAid);
  story.now = At("2026-09-24 09:10");
  story.Start();
  EXPECT_EQ(story.Due("case"), "2026-10-08");
  story.now = At("2026-10-08 16:00");
  story.Complete("examine", "grant");
  const Activation& activation = story.state.activations[0];
  EXPECT_EQ(story.Due("step:" + std::to_string(activation.no)), "2026-10-12");
  EXPECT_EQ(story.Task("granted")->due, story.Clock("step:" + std::to_string(activation.no))->due);
  EXPECT_TRUE(story.Clock("case")->met.has_value());
  ASSERT_NE(story.FactOf("ClockMet"), nullptr);
  EXPECT_EQ((*story.FactOf("ClockMet"))["late"], false);
}

TEST(Timers, WarnThenTellThatItIsOverdueAndMoveNothing) {
  Story story(kAid);
  story.now = At("2026-09-24 09:10");
  story.Start();
  ASSERT_EQ(story.state.timers.size(), 2u);
  EXPECT_EQ(story.state.timers[0].kind, "warning");
  EXPECT_EQ(absl::FormatTime("%Y-%m-%d %H:%M", story.state.timers[0].due, story.environment->zone), "2026-10-01 00:00");
  story.Wait(At("2026-10-09 00:00"));
  EXPECT_THAT(story.Facts(), ElementsAre("ClockOverdue"));
  EXPECT_THAT(story.Open(), ElementsAre("examine"));
  EXPECT_THAT(story.state.timers, IsEmpty());
}

TEST(Timers, AreFiredByTheSystemOnceAndNotEarly) {
  Story story(kAid);
  story.Start();
  Command command;
  command.kind = CommandKind::kFireTimer;
  command.args = {{"timer", story.state.timers[0].no}};
  EXPECT_EQ(story.Do(command), "SYSTEM_REQUIRED");
  command.actor.kind = ActorClass::kSystem;
  EXPECT_EQ(story.Do(command), "TIMER_EARLY");
  story.now = At("2026-03-11 00:00");
  EXPECT_EQ(story.Do(command), "");
  EXPECT_EQ(story.Do(command), "TIMER_GONE");
}

TEST(Unverified, YearWithoutCalendarIsProvisionalAndRecounted) {
  Story story(kAid);
  story.now = At("2026-12-25 09:00");
  story.Start();
  EXPECT_EQ(story.Due("case"), "2027-01-01");
  EXPECT_TRUE(story.Clock("case")->unverified);
  auto days = story.environment->calendar.days();
  auto years = story.environment->calendar.loaded_years();
  years.insert(2027);
  for (int day : {1, 2, 3}) days[absl::CivilDay(2027, 1, day)] = {true, "元旦"};
  story.environment->calendar = Calendar(days, years);
  Command command;
  command.kind = CommandKind::kRecompute;
  command.actor.kind = ActorClass::kSystem;
  ASSERT_EQ(story.Do(command), "");
  EXPECT_EQ(story.Due("case"), "2027-01-04");
  EXPECT_FALSE(story.Clock("case")->unverified);
  EXPECT_EQ((*story.FactOf("ClockMoved"))["why"], "calendar");
  EXPECT_THAT(story.last.opened, Not(IsEmpty()));  // the task's due date moved with it
}

constexpr char kPetition[] = R"(return workflow "petition" {
  clock = { statutory = days(60), starts = { "handle" }, extension = { period = days(30), by = role "leader" } },
  steps = {
    task "accept" { by = role "x", within = days(15), on = { accept = "handle" } },
    task "handle" { by = role "x", on = { reply = "e" } }, finish "e" {} } })";

// JC-06.
TEST(Extension, SixtyAndThirtyAreNinetyFromTheStart) {
  Story story(kPetition);
  story.now = At("2026-01-30 09:00");
  story.Start();
  EXPECT_EQ(story.Due("step:" + std::to_string(story.state.activations[0].no)), "2026-02-14");
  EXPECT_EQ(story.Clock("case"), nullptr);
  story.now = At("2026-02-14 15:00");
  story.Complete("accept", "accept");
  EXPECT_EQ(story.Due("case"), "2026-04-15");
  story.now = At("2026-04-10 09:00");
  EXPECT_EQ(story.Act(CommandKind::kExtend, {{"period", "30d"}}, "案情复杂", "u1/handler"), "EXTENSION_ROLE");
  EXPECT_EQ(story.Act(CommandKind::kExtend, {{"period", "31d"}}), "EXTENSION_TOO_LONG");
  EXPECT_EQ(story.Act(CommandKind::kExtend, {{"period", "0d"}}), "PERIOD_INVALID");
  EXPECT_EQ(story.Act(CommandKind::kExtend, {{"period", "30d"}}, ""), "REASON_REQUIRED");
  ASSERT_EQ(story.Act(CommandKind::kExtend, {{"period", "30d"}}), "");
  EXPECT_EQ(story.Due("case"), "2026-05-15");
  EXPECT_EQ(story.Act(CommandKind::kExtend, {{"period", "30d"}}), "EXTENSION_USED");
}

TEST(Extension, IsTooLateOnceTheLimitHasPassed) {
  Story story(kPetition);
  story.now = At("2026-02-14 15:00");
  story.Start();
  story.Complete("accept", "accept");
  story.now = At("2026-04-16 00:00");
  EXPECT_EQ(story.Act(CommandKind::kExtend), "EXTENSION_TOO_LATE");
}

// A limit that has run out is not extended from inside a pause that began afterwards; one that was stopped on its last day is.
TEST(Extension, OfAClockThatStandsStillLooksAtWhenItWasStopped) {
  const auto asked_in_a_pause_of = [](const char* day) {
    Story story(R"(return workflow "w" { applicant = { person }, clock = { statutory = days(7), pauses = { "more" },
      extension = { period = days(30), times = 1, by = role "leader" } }, steps = {
      task "a" { by = role "x", on = { done = "e", missing = "more" } },
      wait "more" { of = applicant, on = { supplied = "a" } }, finish "e" {} } })");
    story.now = At("2026-03-03 09:00");
    story.Start();
    story.now = At(day);
    EXPECT_EQ(story.Complete("a", "missing"), "");
    story.now = At("2026-03-16 09:00");
    return story.Act(CommandKind::kExtend);
  };
  EXPECT_EQ(asked_in_a_pause_of("2026-03-10 23:59"), "");
  EXPECT_EQ(asked_in_a_pause_of("2026-03-11 00:00"), "EXTENSION_TOO_LATE");
}

TEST(Extension, NotWrittenIsNotAllowed) {
  Story story(kAid);
  story.Start();
  EXPECT_EQ(story.Act(CommandKind::kExtend), "EXTENSION_REFUSED");
}

TEST(Suspension, KeepsTheRemainingTimeOfEveryClock) {
  Story story(R"(return workflow "w" { clock = { statutory = days(10) }, steps = {
    task "a" { by = role "x", within = hours(4), on = { done = "e", timeout = "t" } },
    finish "e" {}, finish "t" {} } })");
  story.Start();
  std::string step = "step:" + std::to_string(story.state.activations[0].no);
  story.now = At("2026-03-03 11:20");
  ASSERT_EQ(story.Act(CommandKind::kSuspend), "");
  EXPECT_EQ(story.last.timers_cleared.size(), 3u);
  EXPECT_EQ(story.Complete("a", "done"), "CASE_SUSPENDED");
  story.Wait(At("2026-03-06 09:00"));
  EXPECT_THAT(story.Open(), ElementsAre("a"));
  ASSERT_EQ(story.Act(CommandKind::kResume), "");
  EXPECT_EQ(story.Clock(step)->due, At("2026-03-06 12:00"));  // three of four hours were left
  EXPECT_EQ(story.Due("case"), "2026-03-16");                 // three days did not count
  EXPECT_EQ(story.last.timers_set.size(), 3u);
  story.Wait(At("2026-03-06 12:00"));
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

TEST(Suspension, DoesNotEndThePauseOfAStep) {
  Story story(kAid);
  story.Start();
  story.Complete("examine", "missing");
  story.Act(CommandKind::kSuspend);
  story.Act(CommandKind::kResume);
  EXPECT_TRUE(story.Clock("case")->paused_since.has_value());
  EXPECT_EQ(story.Act(CommandKind::kResume), "CASE_NOT_SUSPENDED");
}

TEST(Promised, GuidesTheTasksWhileTheStatutoryClockRuns) {
  Story story(R"(return workflow "w" { clock = { statutory = workdays(20), promised = workdays(5) }, steps = {
    task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Due("promised"), "2026-03-10");
  EXPECT_EQ(story.Due("case"), "2026-03-31");
  EXPECT_EQ(story.Task("a")->due, story.Clock("promised")->due);
}

constexpr char kClosing[] = R"(return workflow "closing" {
  form = { date "closed_on" { label = "结案日" } },
  steps = {
    task "handle" { by = role "lawyer", edits = { "closed_on" }, on = { closed = "hand_in" } },
    task "hand_in" { by = role "lawyer", within = days(30, { since = "closed_on" }), on = { done = "e" } },
    finish "e" {} } })";

TEST(Since, CountsFromTheDayThatTheFormNames) {
  Story story(kClosing);
  story.Start();
  story.now = At("2026-05-28 10:00");
  ASSERT_EQ(story.Complete("handle", "closed", "", {{"closed_on", "2026-05-25"}}), "");
  EXPECT_EQ(story.Due(story.state.clocks.back().name), "2026-06-24");
}

TEST(Since, WithoutThatDayItCountsFromNow) {
  Story story(kClosing);
  story.Start();
  story.now = At("2026-05-28 10:00");
  ASSERT_EQ(story.Complete("handle", "closed"), "");
  EXPECT_EQ(story.Due(story.state.clocks.back().name), "2026-06-29");
}

TEST(Since, ADayLongPastIsLateAtOnce) {
  Story story(kClosing);
  story.Start();
  story.now = At("2026-08-01 10:00");
  ASSERT_EQ(story.Complete("handle", "closed", "", {{"closed_on", "2026-05-25"}}), "");
  story.Wait(story.now);
  EXPECT_THAT(story.Facts(), Contains("ClockOverdue"));
}

TEST(Extension, TellsTheApplicantWithTheReason) {
  Story story(R"(return workflow "w" {
    clock = { statutory = days(60), extension = { period = days(30), by = role "leader", notice = "extension_notice" } },
    steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  ASSERT_EQ(story.Act(CommandKind::kExtend, {}, "产权单位多"), "");
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].payload["template"], "extension_notice");
  EXPECT_EQ(story.last.effects[0].payload["reason"], "产权单位多");
}

}  // namespace
}  // namespace lianban::workflow
