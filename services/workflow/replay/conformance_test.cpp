#include "fmt/format.h"
#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

constexpr char kHeader[] = "case_id,activity,timestamp,resource,amount,expense,total_payment_amount,dismissal,vehicle_class,article\n";
constexpr char kServed[] = "c,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\nc,Send Fine,2026-03-05,,,13.0,,,,\nc,Insert Fine Notification,2026-03-11,,,,,,,\n";

Conformance Of(const std::string& rows, int threads = 1) {
  auto model = FineModel();
  Recording recording = FineRecording(*model, kHeader + rows);
  return Conform(recording, Tell(model, recording, ReplayMode::kConform, threads));
}

std::string Reason(const std::string& rows) {
  Conformance report = Of(rows);
  return report.deviations.empty() ? "" : fmt::format("{} {}", report.deviations[0].event, report.deviations[0].reason);
}

TEST(Conformance, TakesTheOrdinaryCase) {
  Conformance report = Of(std::string(kServed) + "c,Add penalty,2026-05-10,,74.0,,,,,\nc,Send for Credit Collection,2027-01-20,,,,,,,\n");
  EXPECT_EQ(report.accepted, 1);
  EXPECT_EQ(report.ends.at("finished collected"), 1);
}

TEST(Conformance, ATimeoutMustComeOnItsDay) {
  EXPECT_EQ(Reason(std::string(kServed) + "c,Add penalty,2026-05-09,,74.0,,,,,\n"), "4 REPLAY_TIMEOUT_LATER");
  EXPECT_EQ(Reason(std::string(kServed) + "c,Add penalty,2026-05-11,,74.0,,,,,\n"), "");
  EXPECT_EQ(Reason(std::string(kServed) + "c,Add penalty,2026-05-13,,74.0,,,,,\n"), "4 REPLAY_TIMEOUT_UNRECORDED");
  EXPECT_EQ(Reason(std::string(kServed) + "c,Payment,2026-06-01,,,,10.0,,,\n"), "4 REPLAY_TIMEOUT_UNRECORDED");
}

TEST(Conformance, SaysWhyACaseIsNotTheProcess) {
  EXPECT_EQ(Reason("c,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\nc,Payment,2026-03-02,,,,36.0,,,\nc,Send Fine,2026-03-05,,,13.0,,,,\n"), "3 CASE_FINISHED");
  EXPECT_EQ(Reason("c,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\nc,Add penalty,2026-03-05,,74.0,,,,,\n"), "2 REPLAY_STEP_NOT_OPEN");
  EXPECT_EQ(Reason("c,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\nc,Towed,2026-03-05,,,,,,,\n"), "2 REPLAY_ACTIVITY_UNMAPPED");
  EXPECT_EQ(Reason("c,Create Fine,2026-03-02,7,many,,,NIL,A,157\n"), "1 REPLAY_VALUE_INVALID");
  EXPECT_EQ(Reason("c,Send Fine,2026-03-05,,,13.0,,,,\n"), "1 REPLAY_NOT_STARTED");
  EXPECT_EQ(Reason("c,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\nc,Create Fine,2026-03-02,7,36.0,,,NIL,A,157\n"), "2 REPLAY_STARTED_BEFORE");
}

TEST(Conformance, ThreadsDoNotShow) {
  std::string rows;
  for (int i = 0; i < 700; ++i) {
    std::string id = "k" + std::to_string(i);
    rows += id + ",Create Fine,2026-03-02,7,36.0,,,NIL,A,157\n" + id + ",Payment,2026-03-0" + std::to_string(3 + i % 6) + ",,,," +
            (i % 3 ? "36.0" : "20.0") + ",,,\n";
  }
  EXPECT_EQ(ToJson(Of(rows, 1)), ToJson(Of(rows, 4)));
}

TEST(Mapping, RefusesWhatTheProcessDoesNotHave) {
  auto model = FineModel();
  auto refused = [&](const std::string& events) {
    auto bundle = std::make_shared<ScriptBundle>(*model->bundle);
    bundle->files["replay.lua"] = "return { events = { " + events + " } }";
    Model other = *model;
    other.bundle = bundle;
    return ReasonOf(LoadMapping(TestHost(), other, nullptr).status());
  };
  EXPECT_EQ(refused("A = { task = \"send\", outcome = \"sent\" }, B = {}"), "");
  EXPECT_EQ(refused("A = { task = \"sned\", outcome = \"sent\" }"), "REPLAY_MAPPING_INVALID");
  EXPECT_EQ(refused("A = { task = \"send\", outcome = \"lost\" }"), "REPLAY_MAPPING_INVALID");
  EXPECT_EQ(refused("A = { start = true, form = { amuont = \"x\" } }"), "REPLAY_MAPPING_INVALID");
  EXPECT_EQ(refused("A = { message = \"m\", task = \"send\" }"), "REPLAY_MAPPING_INVALID");
  EXPECT_EQ(refused("A = { act = \"fly\" }"), "REPLAY_MAPPING_INVALID");
  EXPECT_EQ(refused("A = { timeout = \"never\" }"), "REPLAY_MAPPING_INVALID");
}

}  // namespace
}  // namespace lianban::workflow
