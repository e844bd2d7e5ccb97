// What is reported again after its matter was closed.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/intake/test_city.h"

namespace lianban::intake {
namespace {

std::map<std::string, std::string> BrokenLamp(const std::string& latitude) {
  return {{"caller", "沈天丰"},      {"phone", "138 0000 0021"},    {"request_type", "求助"},
          {"category", "市政设施"},  {"kind", "路灯故障"},          {"title", "路灯不亮"},
          {"content", "三盏灯不亮"}, {"street", "330602001"},       {"address", "塔山街道鲁迅中路1号"},
          {"latitude", latitude},    {"longitude", "120.600000"}};
}

class Repeats : public testing::Test {
 protected:
  v1::Matter Report(const std::string& latitude = "30.030000") {
    auto matter = City().Report("repeat-" + crypto::NewUuid(), BrokenLamp(latitude));
    EXPECT_TRUE(matter.ok()) << matter.status();
    return matter.ok() ? *matter : v1::Matter();
  }
  void Close(const v1::Matter& matter) {
    casework::v1::ActOnCaseRequest end;
    end.set_request_id(crypto::NewUuid());
    end.set_case_id(matter.case_id());
    end.set_action("terminate");
    end.set_reason("已修复");
    const rpc::Context handler = City().Person("a", {matter.unit_id() + "/handler"});
    ASSERT_TRUE(City().Call(*City().casework, &casework::v1::Casework::Stub::ActOnCase, handler, end).ok());
    v1::GetMatterRequest get;
    get.set_matter_id(matter.matter_id());
    ASSERT_EQ(City().As(City().Importer(), &v1::Intake::Stub::GetMatter, get)->status(), "terminated");
  }
};

// JC-08: what comes again after closing is a repeat, and the third is handed up by the script.
TEST_F(Repeats, AreCountedAfterEachClosingAndTheThirdGoesUp) {
  v1::Matter last = Report();
  EXPECT_EQ(last.repeat_no(), 0);
  for (int repeat = 1; repeat <= 3; ++repeat) {
    Close(last);
    const v1::Matter again = Report("30.030160");  // 17.8 m away
    EXPECT_EQ(again.repeat_no(), repeat);
    EXPECT_EQ(again.repeat_of(), last.matter_id());
    last = again;
  }
  casework::v1::GetCaseRequest get;
  get.set_case_id(last.case_id());
  const auto found = City().Call(*City().casework, &casework::v1::Casework::Stub::GetCase, City().Importer(), get);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->DebugString(), testing::HasSubstr("sign_above"));
  Close(last);
}

TEST_F(Repeats, WhatIsStillOpenIsADuplicateAndNoRepeat) {
  const v1::Matter first = Report("30.040000");
  const v1::Matter second = Report("30.040000");
  EXPECT_EQ(second.repeat_no(), 0);
  EXPECT_THAT(second.suggested_duplicates(), testing::Contains(first.matter_id()));
}

// What is entered afterwards counts as it was then.
TEST_F(Repeats, ReportedBeforeTheOtherWasClosedItIsNone) {
  const v1::Matter first = Report("30.060000");
  Close(first);
  v1::SubmitReportRequest entered;
  entered.set_channel("hotline12345");
  entered.set_source_no("repeat-" + crypto::NewUuid());
  entered.set_payload_json(nlohmann::json(BrokenLamp("30.060000")).dump());
  entered.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(absl::Now() - absl::Minutes(5)));
  const auto earlier = City().As(City().Importer(), &v1::Intake::Stub::SubmitReport, entered);
  ASSERT_TRUE(earlier.ok()) << earlier.status();
  EXPECT_EQ(earlier->repeat_no(), 0);
}

TEST_F(Repeats, FarAwayItIsAnotherThing) {
  Close(Report("30.050000"));
  EXPECT_EQ(Report("30.050300").repeat_no(), 0);
}

}  // namespace
}  // namespace lianban::intake
