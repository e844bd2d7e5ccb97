// Every pattern tells its stories, is proved, and stands in the table. Tests run in the root of the repository.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>
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

constexpr char kPatterns[] = "tests/conformance/patterns";
constexpr char kJoint[] = "tests/conformance/joint";
constexpr char kTable[] = "docs/patterns.md";

workflow::ScriptHost& Host() {
  static std::unique_ptr<workflow::ScriptHost> host =
      workflow::StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

std::vector<std::filesystem::path> Folders(const char* root) {
  auto folders = workflow::FindProcessFolders(root);
  return folders.ok() ? *folders : std::vector<std::filesystem::path>{};
}

std::string Text(const std::vector<ScriptDiagnostic>& findings) {
  std::string text;
  for (const auto& finding : findings) text += finding.file + ": " + finding.code + ": " + finding.message + "\n";
  return text;
}

class EveryScript : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(EveryScript, TellsItsStoriesAndIsSound) {
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

std::string NameOf(const testing::TestParamInfo<std::filesystem::path>& info) { return info.param.filename().string(); }
INSTANTIATE_TEST_SUITE_P(Patterns, EveryScript, testing::ValuesIn(Folders(kPatterns)), NameOf);
INSTANTIATE_TEST_SUITE_P(Joint, EveryScript, testing::ValuesIn(Folders(kJoint)), NameOf);

TEST(PatternTable, HoldsEveryPatternOnceAndIsUpToDate) {
  std::vector<Pattern> patterns;
  for (const auto& folder : Folders(kPatterns)) {
    const auto pattern = ReadPattern(folder);
    ASSERT_TRUE(pattern.ok()) << folder << pattern.status();
    patterns.push_back(*pattern);
  }
  std::vector<int> numbers, all(43);
  for (const Pattern& pattern : patterns) numbers.push_back(pattern.no);
  std::iota(all.begin(), all.end(), 1);
  EXPECT_EQ(numbers, all);
  const std::string table = TableOf(patterns);
  if (std::getenv("LIANBAN_WRITE_TABLES")) std::ofstream(kTable) << table;
  std::ifstream in(kTable);
  std::stringstream written;
  written << in.rdbuf();
  EXPECT_EQ(written.str(), table) << "to write it anew: LIANBAN_WRITE_TABLES=1 build/lianban_conformance_test";
}

}  // namespace
}  // namespace lianban::conformance
