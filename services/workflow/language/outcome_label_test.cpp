// Every outcome that people can choose has a name they can read.

#include "services/workflow/language/outcome_label.h"

#include <filesystem>
#include <set>

#include "gmock/gmock.h"
#include "services/workflow/language/read_bundle.h"

namespace lianban::workflow {
namespace {

ScriptHost& LabelHost() {
  static const auto host = StartWorkerPool({.soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

absl::StatusOr<std::shared_ptr<const Model>> Load(const std::string& steps, std::vector<ScriptDiagnostic>* findings) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = "return workflow \"x\" { labels = { grant = \"给予\", agree = \"会签\" }, steps = { " + steps + " finish \"end\" {} } }";
  return LoadProcess(LabelHost(), bundle, findings);
}

TEST(OutcomeLabel, TheStepsOwnWordGoesBeforeTheWorkflowsAndThatBeforeTheSharedOne) {
  const auto model = Load(R"(
    task "a" { by = role "handler", labels = { grant = "准予" }, on = { grant = "b", refuse = "b" } },
    task "b" { by = role "handler", on = { grant = "end", agree = "end", odd = "end" } },)", nullptr);
  ASSERT_TRUE(model.ok()) << model.status();
  const Step &a = *(*model)->Find("a"), &b = *(*model)->Find("b");
  EXPECT_EQ(LabelOfOutcome(**model, a, "grant").zh, "准予");
  EXPECT_EQ(LabelOfOutcome(**model, b, "grant").zh, "给予");
  EXPECT_EQ(LabelOfOutcome(**model, b, "agree").zh, "会签");
  EXPECT_EQ(LabelOfOutcome(**model, a, "refuse").zh, "不同意");
  EXPECT_EQ(LabelOfOutcome(**model, a, "refuse").en, "refuse");
  EXPECT_EQ(LabelOfOutcome(**model, b, "odd").zh, "odd");
  EXPECT_EQ(LabelOfOutcome(**model, b, "next").zh, "");
}

TEST(OutcomeLabel, NobodyIsLateWhereOnlyADayIsAwaited) {
  const auto model = Load(R"(
    wait "publicity" { within = workdays(5), on = { timeout = "answer" } },
    wait "answer" { of = applicant, within = days(5), on = { come = "end", timeout = "end" } },)", nullptr);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(LabelOfOutcome(**model, *(*model)->Find("publicity"), "timeout").zh, "到期");
  EXPECT_EQ(LabelOfOutcome(**model, *(*model)->Find("answer"), "timeout").zh, "逾期");
}

TEST(OutcomeLabel, OfAnOutcomeTheStepDoesNotHaveIsASlipOfThePen) {
  std::vector<ScriptDiagnostic> findings;
  EXPECT_FALSE(Load(R"(task "a" { by = role "handler", labels = { grnat = "准予" }, on = { grant = "end" } },)", &findings).ok());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "OUTCOME_UNKNOWN");
}

TEST(OutcomeLabel, IsATextAndNoTableOfAnythingElse) {
  std::vector<ScriptDiagnostic> findings;
  EXPECT_FALSE(Load(R"(task "a" { by = role "handler", labels = { "准予" }, on = { grant = "end" } },)", &findings).ok());
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].code, "VALUE_WRONG");
}

TEST(ShippedProcesses, EveryOutcomeHasAChineseLabelAndEveryLabelAnOutcome) {
  for (const auto& folder : std::filesystem::directory_iterator("workflows/base")) {
    if (!std::filesystem::exists(folder.path() / "process.lua")) continue;
    const auto bundle = ReadBundle(folder.path().string());
    ASSERT_TRUE(bundle.ok()) << bundle.status();
    const auto model = LoadProcess(LabelHost(), *bundle, nullptr);
    ASSERT_TRUE(model.ok()) << folder.path() << model.status();
    std::set<std::string> used;
    for (const Step& step : (*model)->steps) {
      for (const std::string& outcome : step.outcome_order) {
        used.insert(outcome);
        EXPECT_TRUE(outcome == "next" || LabelOfOutcome(**model, step, outcome).zh != outcome) << folder.path() << " " << step.name << "." << outcome;
      }
    }
    for (const auto& [outcome, label] : (*model)->labels) EXPECT_TRUE(used.contains(outcome)) << folder.path() << " labels." << outcome;
  }
}

}  // namespace
}  // namespace lianban::workflow
