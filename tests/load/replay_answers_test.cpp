// A replay asks no rule twice what it said of a case that looked the same to it. Nothing of what comes out may show that: with its
// story told, every case asks for itself.

#include <cstdlib>

#include "gtest/gtest.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/replay/recorded_story.h"
#include "services/workflow/replay/replay.h"
#include "services/workflow/scenario/scenario.h"
#include "tests/load/varied_cases.h"

namespace lianban::load {
namespace {

using workflow::CaseReplay;
using workflow::Recording;
using workflow::Replay;
using workflow::ReplayCases;
using workflow::ReplayMode;

workflow::ScriptHost& TestHost() {
  static auto host = workflow::StartWorkerPool({.workers = 1});
  if (!host.ok()) std::abort();
  return **host;
}

// Forty people in the same story, and one who comes a second time.
Recording ManyPeople(const workflow::Model& model, Recording story) {
  const workflow::PastCase first = story.cases[0];
  for (int number = 1; number < 40; ++number) {
    const Varied how = number % 3 == 0 ? Varied::kTimes : number % 3 == 1 ? Varied::kPeople : Varied::kAmounts;
    story.cases.push_back(VariedCase(first, model, story.given, number, how));
  }
  story.cases.push_back(first);
  return story;
}

void ExpectTheSame(const Replay& asked, const Replay& remembered) {
  ASSERT_EQ(asked.cases.size(), remembered.cases.size());
  EXPECT_EQ(asked.desks, remembered.desks);
  for (size_t i = 0; i < asked.cases.size(); ++i) {
    const CaseReplay &a = asked.cases[i], &b = remembered.cases[i];
    EXPECT_EQ(a.happenings, b.happenings) << i;
    EXPECT_EQ(a.end, b.end) << i;
    EXPECT_EQ(a.load, b.load) << i;
    ASSERT_EQ(a.refused.size(), b.refused.size()) << i;
    for (size_t n = 0; n < a.refused.size(); ++n) EXPECT_EQ(a.refused[n].status, b.refused[n].status) << i;
    ASSERT_EQ(a.dues.size(), b.dues.size()) << i;
    for (size_t n = 0; n < a.dues.size(); ++n) EXPECT_EQ(a.dues[n].due, b.dues[n].due) << i;
  }
}

TEST(ReplayAnswers, AreThoseTheRulesWouldGive) {
  const auto folders = workflow::FindProcessFolders("workflows");
  ASSERT_TRUE(folders.ok()) << folders.status();
  int stories = 0;
  for (const auto& folder : *folders) {
    const auto bundle = workflow::ReadBundle(folder);
    ASSERT_TRUE(bundle.ok()) << bundle.status();
    const auto model = workflow::LoadProcess(TestHost(), *bundle, nullptr);
    ASSERT_TRUE(model.ok()) << model.status();
    const auto scenarios = workflow::LoadScenarios(TestHost(), *(*model)->bundle, nullptr);
    ASSERT_TRUE(scenarios.ok()) << scenarios.status();
    for (const workflow::Scenario& scenario : *scenarios) {
      if (scenario.given.contains("refused")) continue;  // never filed
      SCOPED_TRACE((*model)->process + ": " + scenario.title);
      auto story = workflow::RecordStory(TestHost(), *model, scenario);
      ASSERT_TRUE(story.ok()) << story.status();
      const Recording people = ManyPeople(**model, *std::move(story));
      ExpectTheSame(ReplayCases(TestHost(), *model, people, {.mode = ReplayMode::kWhatIf, .story = true}),
                    ReplayCases(TestHost(), *model, people, {.mode = ReplayMode::kWhatIf}));
      ++stories;
    }
  }
  EXPECT_GT(stories, 200);
}

}  // namespace
}  // namespace lianban::load
