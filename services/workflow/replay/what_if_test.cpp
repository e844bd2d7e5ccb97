// The appeal window goes from 60 days to 30. All fines are served on 2026-03-11: the 60th day, 10 May, is a Sunday, so the
// window ends with 11 May; the 30th is Friday, 10 April.

#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

constexpr char kFineHeader[] = "case_id,activity,timestamp,resource,amount,expense,total_payment_amount,dismissal,vehicle_class,article\n";

std::string Row(const std::string& id, const std::string& activity, const std::string& day, const std::string& rest = ",,,") {
  return id + "," + activity + "," + day + ",7," + rest + ",,\n";
}

std::string Served(const std::string& id) {
  return Row(id, "Create Fine", "2026-03-02", "36.0,,,NIL") + Row(id, "Send Fine", "2026-03-05", ",13.0,,") +
         Row(id, "Insert Fine Notification", "2026-03-11");
}
std::string Appeal(const std::string& id, const std::string& day) {
  return Served(id) + Row(id, "Insert Date Appeal to Prefecture", day) + Row(id, "Send Appeal to Prefecture", "2026-06-01", ",,,#");
}

const std::string kLog = kFineHeader +
    // Paid on the spot.
    Row("at_once", "Create Fine", "2026-03-02", "36.0,,,NIL") + Row("at_once", "Payment", "2026-03-02", ",,36.0,") +
    Appeal("day_20", "2026-03-31") + Appeal("day_30", "2026-04-10") + Appeal("day_31", "2026-04-11") +
    Appeal("day_45", "2026-04-25") + Appeal("day_60", "2026-05-11") + Appeal("day_62", "2026-05-12") +
    // Nobody appeals: penalty on the 60th day, collection next year.
    Served("collected") + Row("collected", "Add penalty", "2026-05-10", "74.0,,,") +
    Row("collected", "Send for Credit Collection", "2027-01-20") +
    // Collected before the appeal window of the base is over.
    Served("early") + Row("early", "Add penalty", "2026-05-10", "74.0,,,") + Row("early", "Send for Credit Collection", "2026-05-10");

const CaseDifference* Find(const WhatIf& report, const std::string& id) {
  for (const CaseDifference& each : report.differences) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

class ShorterAppeal : public testing::Test {
 protected:
  static const WhatIf& Report() {
    static const WhatIf report = [] {
      auto base = FineModel(), edited = FineModel("[\"fine.appeal\"] = 60", "[\"fine.appeal\"] = 30");
      Recording recording = FineRecording(*base, kLog);
      return Compare(recording, Tell(base, recording, ReplayMode::kWhatIf), Tell(edited, recording, ReplayMode::kWhatIf));
    }();
    return report;
  }
};

TEST_F(ShorterAppeal, LeavesAloneWhatWasPaidAtOnce) { EXPECT_EQ(Find(Report(), "at_once"), nullptr); }

TEST_F(ShorterAppeal, MovesTheDeadlineOfAnAppealInTimeAndNothingElse) {
  for (const char* id : {"day_20", "day_30"}) {
    const CaseDifference* difference = Find(Report(), id);
    ASSERT_NE(difference, nullptr) << id;
    EXPECT_EQ(difference->event, 0) << id;
    EXPECT_FALSE(difference->ends_elsewhere);
    ASSERT_EQ(difference->moved.size(), 1u);
    EXPECT_EQ(difference->moved[0].clock, "appeal_window");
    EXPECT_EQ(difference->moved[0].days, -31);
  }
}

TEST_F(ShorterAppeal, RefusesWhatCameAfterThirtyDays) {
  for (const char* id : {"day_31", "day_45", "day_60"}) {
    const CaseDifference* difference = Find(Report(), id);
    ASSERT_NE(difference, nullptr) << id;
    EXPECT_EQ(difference->event, 4) << id;
    EXPECT_EQ(difference->activity, "Insert Date Appeal to Prefecture");
    EXPECT_EQ(difference->base, "send_appeal");
    EXPECT_EQ(difference->edited, "refused MESSAGE_NOT_AWAITED");
    EXPECT_EQ(difference->base_end, "finished cancelled");
    EXPECT_EQ(difference->edited_end, "running add_penalty, payment");
  }
}

TEST_F(ShorterAppeal, WhatWasLateBeforeIsLateNow) {
  const CaseDifference* difference = Find(Report(), "day_62");
  ASSERT_NE(difference, nullptr);
  EXPECT_EQ(difference->event, 0);
  EXPECT_FALSE(difference->ends_elsewhere);
  EXPECT_EQ(difference->moved.size(), 1u);
}

TEST_F(ShorterAppeal, MakesCollectionPossibleEarlier) {
  const CaseDifference* collected = Find(Report(), "collected");
  ASSERT_NE(collected, nullptr);
  EXPECT_EQ(collected->event, 0);
  EXPECT_FALSE(collected->ends_elsewhere);
  const CaseDifference* early = Find(Report(), "early");
  ASSERT_NE(early, nullptr);
  EXPECT_EQ(early->base_end, "running collection, payment");
  EXPECT_EQ(early->edited_end, "finished collected");
  EXPECT_EQ(early->base, "refused REPLAY_STEP_NOT_OPEN");
}

TEST_F(ShorterAppeal, SumsUp) {
  EXPECT_EQ(Report().cases, 9);
  EXPECT_EQ(Report().same, 1);
  EXPECT_EQ(Report().path_differs, 4);
  EXPECT_EQ(Report().ends_elsewhere, 4);
  EXPECT_EQ(Report().newly_refused, 3);
  EXPECT_EQ(Report().newly_taken, 1);
  EXPECT_EQ(Report().deadline_moves, 8);
  EXPECT_EQ(Report().moves.at("appeal_window").at(-31), 8);
  // Three appeals are not forwarded any more.
  EXPECT_EQ(Report().desks.at("polizia/handler").edited - Report().desks.at("polizia/handler").base, -3);
  EXPECT_EQ(Report().units.at("polizia").edited - Report().units.at("polizia").base, -3);
}

TEST(WhatIf, TellsPenaltyByTheScriptsOwnTimeout) {
  auto base = FineModel(), edited = FineModel("[\"fine.pay\"] = 60", "[\"fine.pay\"] = 90");
  Recording recording = FineRecording(*base, kFineHeader + Served("c") + Row("c", "Add penalty", "2026-05-10", "74.0,,,") +
                                                 Row("c", "Send for Credit Collection", "2027-01-20"));
  WhatIf report = Compare(recording, Tell(base, recording, ReplayMode::kWhatIf), Tell(edited, recording, ReplayMode::kWhatIf));
  EXPECT_EQ(report.ends_elsewhere, 0);
  EXPECT_EQ(report.path_differs, 0);
  EXPECT_EQ(report.moves.at("pay_window").at(30), 1);
}

TEST(WhatIf, ANewStepIsADifferenceForEverybodyWhoMeetsIt) {
  auto base = FineModel();
  auto edited = FineModel("on = { sent = \"serve\" } },", "on = { sent = \"filed\" } },\n"
                          "    task \"filed\" { by = role \"archivist\", on = { done = \"serve\" } },");
  Recording recording = FineRecording(*base, kFineHeader + Served("c"));
  WhatIf report = Compare(recording, Tell(base, recording, ReplayMode::kWhatIf), Tell(edited, recording, ReplayMode::kWhatIf));
  ASSERT_EQ(report.differences.size(), 1u);
  EXPECT_EQ(report.differences[0].edited, "filed");
  EXPECT_EQ(report.desks.at("polizia/archivist").edited, 1);
}

}  // namespace
}  // namespace lianban::workflow
