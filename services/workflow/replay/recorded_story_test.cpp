// What a script did in a scenario, the same script accepts as history: every shipped process tells its own past.

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/replay/recorded_story.h"
#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

TEST(RecordedStory, IsAcceptedByTheScriptThatToldIt) {
  const auto folders = FindProcessFolders("workflows/base").value();
  int stories = 0;
  for (const auto& folder : folders) {
    const auto model = LoadProcess(TestHost(), ReadBundle(folder).value(), nullptr).value();
    const auto scenarios = LoadScenarios(TestHost(), *model->bundle, nullptr).value();
    for (const Scenario& scenario : scenarios) {
      SCOPED_TRACE(folder.string() + ": " + scenario.title);
      if (scenario.given.contains("refused")) continue;  // never filed
      const auto recording = RecordStory(TestHost(), model, scenario);
      ASSERT_TRUE(recording.ok()) << recording.status();
      for (const ReplayMode mode : {ReplayMode::kConform, ReplayMode::kWhatIf}) {
        const Replay replay = Tell(model, *recording, mode);
        for (const Refused& refused : replay.cases[0].refused) {
          ADD_FAILURE() << "event " << refused.event + 1 << " at " << refused.where << ": " << refused.status;
        }
      }
      ++stories;
    }
  }
  EXPECT_GT(stories, 100);
}

TEST(RecordedStory, OfACaseThatWasNeverFiledIsNoHistory) {
  const auto model = FineModel();
  Scenario scenario;
  scenario.title = "没有金额";
  scenario.given = {{"refused", "FORM_INVALID"}};
  scenario.story = nlohmann::json::array();
  EXPECT_EQ(ReasonOf(RecordStory(TestHost(), model, scenario).status()), "EVENT_LOG_INVALID");
}

}  // namespace
}  // namespace lianban::workflow
