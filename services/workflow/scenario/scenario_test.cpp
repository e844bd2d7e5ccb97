// Scenarios: what they can tell, and that they fail when the process does not tell the same story.

#include "services/workflow/scenario/scenario.h"

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ScriptHost& Host() {
  static std::unique_ptr<ScriptHost> host = [] {
    WorkerPoolOptions options;
    options.hard_deadline_ms = 5000;
    options.soft_deadline_ms = 2000;
    return StartWorkerPool(options).value();
  }();
  return *host;
}

constexpr char kProcess[] = R"(return workflow "aid" {
  params = { ["review"] = 7 },
  form = { integer "n" { required = true }, text "opinion" {} },
  clock = { statutory = days(param "review"), pauses = { "supplement" } },
  steps = {
    task "examine" { title = "审查", by = duty "aid", edits = { "opinion" }, propose = decision "advice", adverse = { "refuse" },
      on = { grant = "tell", refuse = "refused", missing = "supplement" } },
    wait "supplement" { of = applicant, within = workdays(10), once = true, on = { supplied = "examine", timeout = "withdrawn" } },
    effect "tell" { notice = "letter", next = "children" },
    call "children" { process = "other", each = { {}, {} }, on = { done = "done" } },
    finish "done" { result = "granted" },
    finish "refused" { result = "refused", remedy = "objection" },
    finish "withdrawn" { result = "withdrawn" } } })";
constexpr char kTable[] = "F,n,outcome\nkind,in,out\ntype,number,text\nsmall,<5,grant\nlarge,-,refuse\n";

ScenarioReport Report(const std::string& scenarios, const std::string& process = kProcess) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files = {{"process.lua", process}, {"advice.csv", kTable}, {"scenarios.lua", scenarios}};
  std::vector<ScriptDiagnostic> findings;
  auto model = LoadProcess(Host(), bundle, &findings);
  EXPECT_TRUE(model.ok()) << model.status();
  auto report = RunScenarios(Host(), *model, &findings, 2);
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : ScenarioReport{};
}

ScenarioReport RunOne(const std::string& given, const std::string& story) {
  return Report("return { scenario \"情景\" { given = {" + given + "}, story = {" + story + "} } }");
}

// The last line of a story that did not go as told.
std::string Difference(const ScenarioReport& report) {
  if (report.failed != 1 || report.results.empty() || report.results[0].story.empty()) return "(passed)";
  return report.results[0].story.back().failed ? report.results[0].story.back().en : "(no difference told)";
}

TEST(Scenario, TellsAWholeStory) {
  ScenarioReport report =
      RunOne(R"(at = "2026-02-09 09:00", unit = "u", area = "330602", form = { n = 3 }, params = { review = 7 })", R"(
    { expect = { open = { "examine" }, due = "2026-02-24", status = "running", light = "normal", proposal = { examine = "grant" }, desk = { examine = "u/handler" } } },
    { act = "complete", task = "examine", outcome = "missing", at = "2026-02-11 10:00", reason = "缺材料" },
    { expect = { light = "paused", open = { "supplement" }, event = "ClockPaused" } },
    { message = "supplement", outcome = "supplied", at = "2026-02-26 15:00" },
    { expect = { due = "2026-03-03" } },
    { act = "complete", task = "examine", outcome = "refuse", refused = "REASON_REQUIRED" },
    { act = "complete", task = "examine", outcome = "missing", reason = "又缺", refused = "STEP_ONCE" },
    { act = "complete", task = "examine", outcome = "grant", form = { opinion = "同意" } },
    { expect = { children = 2, effect = { "notice", "start_case" }, form = { opinion = "同意" } } },
    { child = 2, result = "agreed" },
    { child = 1 },
    { expect = { status = "finished", result = "granted", open = {} } })");
  EXPECT_EQ(report.passed, 1) << Difference(report);
}

TEST(Scenario, TimersFireOnTheWay) {
  ScenarioReport report = RunOne(R"(at = "2026-06-08 10:00", form = { n = 3 })", R"(
    { act = "complete", task = "examine", outcome = "missing", reason = "缺" },
    { wait_until = "2026-06-24 00:00" },
    { expect = { status = "finished", result = "withdrawn", event = { "TimedOut" } } })");
  EXPECT_EQ(report.passed, 1) << Difference(report);
}

TEST(Scenario, FailsWithTheStoryUpToTheDifference) {
  ScenarioReport report = RunOne("form = { n = 3 }", R"(
    { expect = { due = "2026-03-11" } },
    { act = "complete", task = "examine", outcome = "grant" })");
  EXPECT_EQ(report.failed, 1);
  EXPECT_THAT(Difference(report), HasSubstr("expected due = \"2026-03-11\", found \"2026-03-10\""));
  EXPECT_EQ(report.results[0].story.size(), 2u);
  EXPECT_THAT(report.results[0].story.back().zh, HasSubstr("期望 due"));
}

TEST(Scenario, EveryExpectationCanFail) {
  const std::map<std::string, std::string> wrong = {{"open = { \"supplement\" }", "open"},
                                                    {"status = \"finished\"", "status"},
                                                    {"result = \"x\"", "result"},
                                                    {"light = \"red\"", "light"},
                                                    {"desk = { examine = \"a/b\" }", "desk"},
                                                    {"proposal = { examine = \"refuse\" }", "proposal"},
                                                    {"event = \"CaseFinished\"", "event"},
                                                    {"no_event = \"CaseStarted\"", "no_event"},
                                                    {"effect = \"notice\"", "effect"},
                                                    {"children = 1", "children"},
                                                    {"form = { n = 4 }", "form"},
                                                    {"step_due = { examine = \"2026-03-10\" }", "step_due"},
                                                    {"unverified = true", "unverified"},
                                                    {"assignee = { examine = \"x\" }", "assignee"},
                                                    {"opne = {}", "opne"}};
  for (const auto& [expectation, what] : wrong) {
    EXPECT_THAT(Difference(RunOne("form = { n = 3 }", "{ expect = { " + expectation + " } }")),
                HasSubstr("expected " + what))
        << expectation;
  }
}

TEST(Scenario, RefusalsAreExpectedByReasonAndField) {
  EXPECT_EQ(RunOne("form = {}, refused = \"FORM_INVALID\", field = \"n\"", "").passed, 1);
  EXPECT_THAT(Difference(RunOne("form = {}, refused = \"FORM_INVALID\", field = \"m\"", "")),
              HasSubstr("does not name m"));
  EXPECT_THAT(Difference(RunOne("form = {}", "")), HasSubstr("FIELD_REQUIRED"));
  EXPECT_THAT(Difference(RunOne("form = { n = 1 }, refused = \"FORM_INVALID\"", "")), HasSubstr("should be refused"));
  EXPECT_THAT(Difference(RunOne("form = { n = 1 }",
                                "{ act = \"complete\", task = \"examine\", outcome = \"grant\", by = \"window\" }")),
              HasSubstr("NOT_YOUR_TASK"));
}

TEST(Scenario, SlipsOfThePenAreSaid) {
  for (const char* entry :
       {"{ act = \"complet\" }", "{ act = \"complete\", tsk = \"examine\" }", "{ act = \"urge\", expect = {} }",
        "{ wait_until = \"1999-01-01\" }", "{ child = 1 }", "{ act = \"urge\", at = \"someday\" }"}) {
    EXPECT_NE(Difference(RunOne("form = { n = 1 }", entry)), "(passed)") << entry;
  }
}

TEST(Scenarios, ThatCannotBeReadAreAnError) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files = {{"process.lua", kProcess}, {"advice.csv", kTable}};
  for (const char* source :
       {"return 5", "return { 5 }", "return { scenario \"x\" { story = 5 } }",
        "return { scenario \"x\" { stroy = {} } }", "return { scenario \"x\" { story = { {} } } }", "return {"}) {
    bundle->files["scenarios.lua"] = source;
    std::vector<ScriptDiagnostic> findings;
    EXPECT_FALSE(LoadScenarios(Host(), *bundle, &findings).ok()) << source;
    EXPECT_FALSE(findings.empty()) << source;
  }
  bundle->files.erase("scenarios.lua");
  EXPECT_THAT(*LoadScenarios(Host(), *bundle, nullptr), IsEmpty());
}

TEST(Coverage, NamesWhatNoStoryHasTouched) {
  ScenarioReport report = Report(R"(return {
    scenario "a" { given = { form = { n = 3 } }, story = { { act = "complete", task = "examine", outcome = "grant" }, { child = 1 }, { child = 2 } } } })");
  EXPECT_EQ(report.passed, 1);
  EXPECT_EQ(report.coverage.steps.all, 7);
  EXPECT_THAT(report.coverage.steps.missed, ElementsAre("supplement", "refused", "withdrawn"));
  EXPECT_THAT(report.coverage.ways.missed,
              testing::UnorderedElementsAre("examine: refuse -> refused", "examine: missing -> supplement",
                                            "supplement: supplied -> examine", "supplement: timeout -> withdrawn"));
  EXPECT_THAT(report.coverage.rows.missed, ElementsAre("advice:large"));
}

// Two ways of one step are two decisions, also where both lead to the same step.
TEST(Coverage, CountsOutcomesAndConditionsNotTheStepsTheyLeadTo) {
  const ScenarioReport report = Report(R"(return {
    scenario "a" { given = { form = { n = 3 } }, story = { { act = "complete", task = "meet", outcome = "agreed" } } } })",
                                       R"(return workflow "talk" {
  form = { integer "n" {} },
  steps = {
    decide "sort" { branches = {
      { when = function(f) return f.n > 5 end, to = "meet" },
      { when = function(f) return f.n > 2 end, to = "meet" },
      { to = "meet" } } },
    task "meet" { by = role "handler", on = { agreed = "done", waived = "done" } },
    finish "done" { result = "done" } } })");
  EXPECT_EQ(report.passed, 1) << Difference(report);
  EXPECT_EQ(report.coverage.ways.all, 5);
  EXPECT_THAT(report.coverage.ways.missed, ElementsAre("sort: L5 -> meet", "sort: otherwise -> meet", "meet: waived -> done"));
}

}  // namespace
}  // namespace lianban::workflow
