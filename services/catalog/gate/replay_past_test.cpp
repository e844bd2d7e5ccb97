// What the gate tells about past cases: counted by hand on three of them.

#include "services/catalog/gate/replay_past.h"

#include "gtest/gtest.h"
#include "services/workflow/engine/story_for_test.h"
#include "services/workflow/replay/casework_log.h"

namespace lianban::catalog {
namespace {

using nlohmann::json;
using workflow::At;
using workflow::Story;

constexpr char kBase[] = R"(return workflow "aid" {
  params = { ["aid.days"] = 7 }, clock = { statutory = days(param "aid.days") },
  steps = {
    task "accept" { by = role "window", on = { complete = "granted", refuse = "refused", other = "refused" } },
    finish "granted" {}, finish "refused" {},
  },
})";

std::string Edited(std::string_view from, std::string_view to) {
  std::string text = kBase;
  return text.replace(text.find(from), from.size(), to);
}

// The events of a case, as casework prints them.
class Recorded {
 public:
  explicit Recorded(std::string id) : story_(kBase), id_(std::move(id)) {
    workflow::Command start;
    start.kind = workflow::CommandKind::kStart;
    start.actor = {workflow::ActorClass::kPerson, "clerk", "", {"u1/window"}};
    start.data = {{"form", json::object()}, {"unit", "u1"}, {"area", "330602"}};
    Do(start);
  }
  Recorded& Complete(const std::string& outcome) {
    workflow::Command command = story_.OnTask(workflow::CommandKind::kCompleteTask, "accept");
    command.outcome = outcome;
    command.reason = "因故";
    story_.now = At("2026-03-04 10:00");
    Do(command);
    return *this;
  }
  const std::string& lines() const { return lines_; }

 private:
  void Do(const workflow::Command& command) {
    EXPECT_EQ(story_.Do(command), "") << story_.status;
    const json payload = {{"command", workflow::ToJson(command)}, {"facts", story_.last.facts}};
    const json event = {{"case_id", id_}, {"sequence", std::to_string(story_.state.revision)}, {"process", "aid"},
                        {"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", story_.now, absl::UTCTimeZone())},
                        {"payload_json", payload.dump()}};
    lines_ += event.dump() + "\n";
  }

  Story story_;
  std::string id_, lines_;
};

v1::WhatIfReport Ask(const std::string& edited, json given = json::object()) {
  const std::string lines = Recorded("a").Complete("complete").lines() + Recorded("b").Complete("refuse").lines() + Recorded("c").lines();
  auto recording = workflow::ReadCaseworkEvents(lines, "aid");
  EXPECT_TRUE(recording.ok()) << recording.status();
  return ReplayPast(workflow::TestHost(), workflow::ModelOf(kBase), workflow::ModelOf(edited), *std::move(recording), std::move(given));
}

TEST(ReplayPast, AnUnchangedScriptTellsEveryCaseTheSame) {
  const auto report = Ask(kBase);
  EXPECT_EQ(report.cases(), 3);
  EXPECT_EQ(report.same(), 3);
}

TEST(ReplayPast, ARefusalThatLeadsElsewhereIsOneOfThree) {
  const auto report = Ask(Edited("refuse = \"refused\"", "refuse = \"granted\""));
  EXPECT_EQ(report.cases(), 3);
  EXPECT_EQ(report.ends_elsewhere(), 1);
  EXPECT_EQ(report.same(), 2);
  EXPECT_NE(report.detail_json().find("\"b\""), std::string::npos);
}

TEST(ReplayPast, ALongerPeriodMovesTheDeadlineOfAll) {
  const auto report = Ask(Edited("[\"aid.days\"] = 7", "[\"aid.days\"] = 10"));
  EXPECT_EQ(report.deadline_moves(), 3);
  EXPECT_EQ(report.ends_elsewhere(), 0);
}

TEST(ReplayPast, ParametersOfTheAreaComeBeforeTheScripts) {
  EXPECT_EQ(Ask(Edited("[\"aid.days\"] = 7", "[\"aid.days\"] = 10"), {{"params", {{"aid.days", 7}}}}).deadline_moves(), 0);
}

TEST(ReplayPast, AnOutcomeThatIsGoneIsNewlyRefused) {
  const auto report = Ask(Edited("refuse = \"refused\"", "reject = \"refused\""));
  EXPECT_EQ(report.newly_refused(), 1);
  EXPECT_EQ(report.ends_elsewhere(), 1);
}

}  // namespace
}  // namespace lianban::catalog
