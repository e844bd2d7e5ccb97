// What `lianban replay` says beside its figures.

#include "services/cli/script/replay_report.h"

#include "gtest/gtest.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

workflow::Recording Filed(const json& form) {
  workflow::Act act;
  act.command.data = {{"form", form}};
  workflow::PastEvent event;
  event.acts.push_back(act);
  workflow::Recording recording;
  recording.cases.push_back({"a", {event}});
  return recording;
}

TEST(ReplayReport, CountsCasesWhoseSensitiveValuesAreMaskedAndNoOthers) {
  workflow::Model model;
  model.form = {{.name = "income", .type = "money", .sensitive = true}, {.name = "note", .type = "text"}};
  EXPECT_EQ(CasesWithMaskedValues(Filed({{"income", "***"}}), model), 1);
  EXPECT_EQ(CasesWithMaskedValues(Filed({{"income", 1200}, {"note", "***"}}), model), 0);
}

}  // namespace
}  // namespace lianban::cli
