#include "services/workflow/migration/migrate.h"

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

constexpr char kScript[] = R"(return workflow "aid" {
  title = "援助", clock = { statutory = days(7) CLOCK },
  steps = {
    task "accept" { title = "受理", by = role "window", within = days(2) STEP, on = { complete = "both", timeout = "late" } },
    fork "both" { to = { "a", "b" }, join = "done" },
    task "a" { title = "甲", by = role "window", on = { ok = "done" } },
    task "b" { title = "乙", by = role "window", on = { ok = "done" } },
    join "done" { next = "granted" },
    finish "granted" {}, finish "late" {},
  },
})";

std::string Script(std::vector<std::pair<std::string, std::string>> changes = {}) {
  changes.push_back({" CLOCK", ""});
  changes.push_back({" STEP", ""});
  std::string text = kScript;
  for (const auto& [from, to] : changes) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  }
  return text;
}

Migration Move(const Story& story, const std::string& to, const std::map<std::string, std::string>& renamed = {}) {
  auto migration = Migrate(story.state, *story.model, *ModelOf(to), *story.environment, story.now, renamed);
  EXPECT_TRUE(migration.ok()) << migration.status();
  return migration.ok() ? *migration : Migration();
}

std::vector<std::string> Codes(const Migration& migration) {
  std::vector<std::string> codes;
  for (const auto& obstacle : migration.obstacles) codes.push_back(obstacle.code + " " + obstacle.place);
  return codes;
}

std::string LastDay(absl::Time due) {
  return absl::FormatTime("%Y-%m-%d", due - absl::Seconds(1), absl::FixedTimeZone(8 * 3600));
}

TEST(Migration, AnUnchangedProcessChangesNothing) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  const Migration migration = Move(story, Script());
  EXPECT_TRUE(migration.possible());
  EXPECT_TRUE(migration.tasks.empty());
  EXPECT_TRUE(migration.clocks.empty());
  EXPECT_EQ(ToJson(migration.next), ToJson(story.state));
}

TEST(Migration, TasksTakeTheirNewTitleAndOutcomes) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  const Migration migration = Move(story, Script({{"title = \"受理\"", "title = \"窗口受理\""}, {"complete = \"both\"", "accepted = \"both\""}}));
  ASSERT_EQ(migration.tasks.size(), 1u);
  EXPECT_EQ(migration.tasks[0].title, "窗口受理");
  EXPECT_EQ(migration.tasks[0].outcomes_gone, std::vector<std::string>{"complete"});
  EXPECT_EQ(migration.tasks[0].outcomes_new, std::vector<std::string>{"accepted"});
  EXPECT_EQ(migration.next.activations[0].tasks[0].title, "窗口受理");
}

TEST(Migration, TheLawAtFilingIsTheDefault) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  const Migration migration = Move(story, Script({{"days(7)", "days(14)"}, {"days(2)", "days(5)"}}));
  EXPECT_TRUE(migration.possible());
  EXPECT_TRUE(migration.clocks.empty());
}

TEST(Migration, TheLawOfTodayCountsAgainFromTheBeginning) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  story.now = At("2026-03-04 09:00");
  const Migration migration =
      Move(story, Script({{"days(7)", "days(10)"}, {" CLOCK", ", law = \"as_of_today\""}, {" STEP", ", law = \"as_of_today\""},
                          {"days(2)", "days(3)"}}));
  ASSERT_EQ(migration.clocks.size(), 2u);
  for (const MigratedClock& clock : migration.clocks) {
    EXPECT_EQ(LastDay(clock.due), clock.name == "case" ? "2026-03-13" : "2026-03-06") << clock.name;
    EXPECT_EQ(LastDay(clock.due_before), clock.name == "case" ? "2026-03-10" : "2026-03-05") << clock.name;
  }
  // The person who holds the task sees the new day.
  ASSERT_TRUE(migration.next.activations[0].tasks[0].due);
  EXPECT_EQ(LastDay(*migration.next.activations[0].tasks[0].due), "2026-03-06");
}

TEST(Migration, AStepThatIsGoneStopsTheCaseThatStandsThere) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  const std::string renamed = Script({{"\"accept\"", "\"intake\""}});
  const Migration stopped = Move(story, renamed);
  EXPECT_EQ(Codes(stopped), std::vector<std::string>{"MIGRATION_STEP_GONE accept"});
  EXPECT_EQ(ToJson(stopped.next), ToJson(story.state));
  const Migration moved = Move(story, renamed, {{"accept", "intake"}});
  EXPECT_TRUE(moved.possible());
  EXPECT_EQ(moved.next.activations[0].step, "intake");
  EXPECT_EQ(moved.next.activations[0].tasks[0].step, "intake");
}

TEST(Migration, AnotherKindOfStepStopsTheCase) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  EXPECT_EQ(Codes(Move(story, Script({{"task \"accept\" { title = \"受理\", by = role \"window\",", "wait \"accept\" { message = \"complete\","},
                                      {"complete = \"both\"", "complete = \"both\""}}))),
            std::vector<std::string>{"MIGRATION_KIND_CHANGED accept"});
}

TEST(Migration, WhatWaitsAtAJoinNeedsTheSameBranches) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  const std::string third = Script({{"to = { \"a\", \"b\" }", "to = { \"a\", \"b\", \"c\" }"},
                                    {"    join \"done\"", "    task \"c\" { by = role \"window\", on = { ok = \"done\" } },\n    join \"done\""}});
  EXPECT_TRUE(Move(story, third).possible());  // nothing has arrived yet
  ASSERT_EQ(story.Complete("a", "ok"), "");
  EXPECT_EQ(Codes(Move(story, third)), std::vector<std::string>{"MIGRATION_JOIN_CHANGED done"});
}

TEST(Migration, AMovedCaseGoesOnInItsNewProcess) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  const std::string edited = Script({{"complete = \"both\"", "complete = \"both\", quick = \"granted\""}});
  const Migration migration = Move(story, edited);
  ASSERT_TRUE(migration.possible());
  story.state = migration.next;
  story.model = ModelOf(edited);
  ASSERT_EQ(story.Complete("accept", "quick"), "") << story.status;
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

TEST(Migration, ACaseThatIsOverStays) {
  Story story(Script());
  ASSERT_EQ(story.Start(), "");
  ASSERT_EQ(story.Complete("accept", "complete"), "");
  ASSERT_EQ(story.Complete("a", "ok"), "");
  ASSERT_EQ(story.Complete("b", "ok"), "");
  EXPECT_EQ(Codes(Move(story, Script())), std::vector<std::string>{"MIGRATION_CASE_OVER "});
}

}  // namespace
}  // namespace lianban::workflow
