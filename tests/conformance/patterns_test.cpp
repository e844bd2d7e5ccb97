// Every pattern tells its stories, is proved, and stands in the table. Tests run in the root of the repository.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/scenario/scenario.h"
#include "tests/conformance/pattern_table.h"

namespace lianban::conformance {
namespace {

using workflow::ScriptDiagnostic;

constexpr char kFolder[] = "tests/conformance/patterns";
constexpr char kTable[] = "docs/patterns.md";

workflow::ScriptHost& Host() {
  static std::unique_ptr<workflow::ScriptHost> host =
      workflow::StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

std::vector<std::filesystem::path> Folders() {
  auto folders = workflow::FindProcessFolders(kFolder);
  return folders.ok() ? *folders : std::vector<std::filesystem::path>{};
}

std::string Text(const std::vector<ScriptDiagnostic>& findings) {
  std::string text;
  for (const auto& finding : findings) text += finding.file + ": " + finding.code + ": " + finding.message + "\n";
  return text;
}

class EveryPattern : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(EveryPattern, TellsItsStoriesAndIsSound) {
  const auto bundle = workflow::ReadBundle(GetParam());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  std::vector<ScriptDiagnostic> findings;
  const auto model = workflow::LoadProcess(Host(), *bundle, &findings);
  ASSERT_TRUE(model.ok()) << Text(findings);
  const workflow::Proof proof = workflow::Prove(**model);
  EXPECT_EQ(proof.verdict, workflow::SoundnessResult::Verdict::kSound) << Text(proof.findings);
  const auto report = workflow::RunScenarios(Host(), *model, &findings, 1);
  ASSERT_TRUE(report.ok()) << report.status() << Text(findings);
  EXPECT_FALSE(report->results.empty());
  for (const auto& result : report->results) {
    std::string story;
    for (const auto& line : result.story) story += line.zh + "\n";
    EXPECT_TRUE(result.passed) << result.title << "\n" << story;
  }
  EXPECT_THAT(report->coverage.steps.missed, testing::IsEmpty());
  EXPECT_THAT(report->coverage.ways.missed, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Conformance, EveryPattern, testing::ValuesIn(Folders()),
                         [](const auto& info) { return info.param.filename().string(); });

TEST(PatternTable, HoldsEveryPatternOnceAndIsUpToDate) {
  std::vector<Pattern> patterns;
  for (const auto& folder : Folders()) {
    const auto pattern = ReadPattern(folder);
    ASSERT_TRUE(pattern.ok()) << folder << pattern.status();
    patterns.push_back(*pattern);
  }
  for (size_t i = 1; i < patterns.size(); ++i) EXPECT_LT(patterns[i - 1].no, patterns[i].no);
  const std::string table = TableOf(patterns);
  if (std::getenv("LIANBAN_WRITE_TABLES")) std::ofstream(kTable) << table;
  std::ifstream in(kTable);
  std::stringstream written;
  written << in.rdbuf();
  EXPECT_EQ(written.str(), table) << "to write it anew: LIANBAN_WRITE_TABLES=1 build/lianban_conformance_test";
}

}  // namespace
}  // namespace lianban::conformance
