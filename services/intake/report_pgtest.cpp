// Reports from their source to an open case.

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/intake/test_city.h"
#include "services/workflow/validate/case_number.h"

namespace lianban::intake {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Record = std::map<std::string, std::string>;

Record Lamp() {
  return {{"caller", "沈天丰"},
          {"phone", "138 0000 0021"},
          {"request_type", "求助"},
          {"category", "市政设施"},
          {"kind", "路灯故障"},
          {"title", "路灯不亮"},
          {"content", "人行道上三盏路灯不亮。"},
          {"street", "330602001"},
          {"address", "塔山街道鲁迅中路1号"}};
}

Record LampAt(const std::string& latitude, const std::string& longitude) {
  Record record = Lamp();
  record["latitude"] = latitude;
  record["longitude"] = longitude;
  return record;
}

absl::StatusOr<v1::Matter> Submit(const std::string& source_no, const Record& record, absl::Time received,
                                  const std::string& channel = "hotline12345") {
  v1::SubmitReportRequest request;
  request.set_channel(channel);
  request.set_source_no(source_no);
  request.set_payload_json(nlohmann::json(record).dump());
  request.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(received));
  return City().As(City().Importer(), &v1::Intake::Stub::SubmitReport, request);
}

casework::v1::Case CaseOf(const v1::Matter& matter) {
  casework::v1::GetCaseRequest request;
  request.set_case_id(matter.case_id());
  auto found = City().Call(*City().casework, &casework::v1::Casework::Stub::GetCase,
                           rpc::SystemContext(TestCity::kCity, absl::Now()), request);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.value_or(casework::v1::Case());
}

TEST(Report, IsRoutedByTheTableAndOpensItsCase) {
  auto matter = City().Report("route-1", Lamp());
  ASSERT_TRUE(matter.ok()) << matter.status();
  EXPECT_EQ(matter->item_code(), "SR03");
  EXPECT_EQ(matter->kind(), "路灯故障");
  EXPECT_EQ(matter->area_code(), "330602001");
  EXPECT_THAT(matter->routed_by(), HasSubstr("routing v1 g3"));
  EXPECT_EQ(matter->status(), "running");
  EXPECT_TRUE(matter->has_due_time());
  casework::v1::Case opened = CaseOf(*matter);
  EXPECT_EQ(opened.process(), "service_request");
  EXPECT_EQ(opened.unit_id(), matter->unit_id());
  EXPECT_EQ(opened.receipt_no(), matter->receipt_no());
  auto form = nlohmann::json::parse(opened.form_json());
  EXPECT_EQ(form["tier"], "T3");
  EXPECT_EQ(form["limit"], "7d");
  EXPECT_EQ(form["body"], "人行道上三盏路灯不亮。");
}

TEST(Report, TakesNoPersonalDataIntoTheCase) {
  auto matter = City().Report("privacy-1", Lamp());
  ASSERT_TRUE(matter.ok()) << matter.status();
  ASSERT_THAT(matter->party_id(), Not(IsEmpty()));
  std::string everything = CaseOf(*matter).SerializeAsString() + matter->SerializeAsString();
  EXPECT_THAT(everything, Not(HasSubstr("沈天丰")));
  EXPECT_THAT(everything, Not(HasSubstr("13800000021")));
}

TEST(Report, HasAReceiptNumberWithDayItemAreaAndCheckDigit) {
  absl::Time received = absl::FromCivil(absl::CivilMinute(2026, 9, 18, 23, 50), absl::FixedTimeZone(8 * 3600));
  auto first = Submit("number-1", Lamp(), received), second = Submit("number-2", Lamp(), received);
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  auto number = workflow::ParseCaseNumber(first->receipt_no());
  ASSERT_TRUE(number.ok()) << first->receipt_no();
  EXPECT_EQ(number->area, "330602");
  EXPECT_EQ(number->item, "SR03");
  EXPECT_EQ(number->day, absl::CivilDay(2026, 9, 18));
  EXPECT_EQ(workflow::ParseCaseNumber(second->receipt_no())->serial, number->serial + 1);
}

TEST(Report, OfOneSourceNumberIsTakenInOnce) {
  auto first = City().Report("once-1", Lamp()), again = City().Report("once-1", Lamp());
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->matter_id(), again->matter_id());
  EXPECT_EQ(first->case_id(), again->case_id());
}

TEST(Report, DeliveredByManyAtOnceIsTakenInOnce) {
  constexpr int kDeliveries = 6;
  std::vector<absl::StatusOr<v1::Matter>> answers(kDeliveries, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (int i = 0; i < kDeliveries; ++i) {
    threads.emplace_back([&, i] { answers[i] = City().Report("race-1", Lamp()); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->matter_id(), answers[0]->matter_id());
  }
}

TEST(Report, OfManyFromOneNewPersonAtOnceMakesOneParty) {
  constexpr int kReports = 6;
  std::vector<absl::StatusOr<v1::Matter>> answers(kReports, absl::UnknownError(""));
  std::vector<std::thread> threads;
  Record record = {
      {"name", "新来者"}, {"document_no", "330602197001010011"}, {"title", "路灯不亮"}, {"street", "330602001"}};
  for (int i = 0; i < kReports; ++i) {
    threads.emplace_back([&, i] { answers[i] = City().Report("newcomer-" + std::to_string(i), record, "portal"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->party_id(), answers[0]->party_id());
  }
}

TEST(Report, OfTheSamePersonRefersToTheSameParty) {
  auto first = City().Report("party-1", Lamp()), second = City().Report("party-2", Lamp());
  Record other = Lamp();
  other["caller"] = "另一人";
  auto third = City().Report("party-3", other);
  ASSERT_TRUE(first.ok() && second.ok() && third.ok());
  EXPECT_EQ(first->party_id(), second->party_id());
  EXPECT_NE(first->party_id(), third->party_id()) << "a telephone alone does not name a person";
}

TEST(Report, WithoutAKindIsUnderstoodByItsWords) {
  Record record = {{"name", "张一"},
                   {"phone", "13800000003"},
                   {"title", "诸葛山路路灯不亮"},
                   {"content", "晚上黑漆漆的。"},
                   {"street", "330602001"}};
  auto matter = City().Report("words-1", record, "portal");
  ASSERT_TRUE(matter.ok()) << matter.status();
  EXPECT_EQ(matter->kind(), "路灯故障");
  EXPECT_EQ(matter->item_code(), "SR03");
}

TEST(Report, ThatNobodyUnderstandsGoesToTheCatchAllRow) {
  Record record = {{"name", "张一"}, {"phone", "13800000003"}, {"title", "我有一个想法"}, {"street", "330602001"}};
  auto matter = City().Report("unknown-1", record, "portal");
  ASSERT_TRUE(matter.ok()) << matter.status();
  EXPECT_EQ(matter->item_code(), "SR15");
  EXPECT_THAT(matter->routed_by(), HasSubstr(" z"));
}

TEST(Report, WithABrokenTelephoneIsNotLost) {
  Record record = Lamp();
  record["phone"] = "一三八";
  auto matter = City().Report("phone-1", record);
  ASSERT_TRUE(matter.ok()) << matter.status();
  EXPECT_THAT(matter->party_id(), Not(IsEmpty()));
}

TEST(Report, MayBeAnonymous) {
  Record record = Lamp();
  record.erase("caller");
  record.erase("phone");
  auto matter = City().Report("anonymous-1", record);
  ASSERT_TRUE(matter.ok()) << matter.status();
  EXPECT_THAT(matter->party_id(), IsEmpty());
}

TEST(Report, IsRefusedWithAReasonAndNothingStored) {
  EXPECT_EQ(ReasonOf(City().Report("x", Lamp(), "telegraph").status()), "CHANNEL_UNKNOWN");
  EXPECT_EQ(ReasonOf(City().Report("", Lamp()).status()), "REQUEST_INVALID");
  Record untitled = Lamp();
  untitled.erase("title");
  EXPECT_EQ(ReasonOf(City().Report("bad-1", untitled).status()), "ADAPTER_RESULT_INVALID");
  Record nowhere = Lamp();
  nowhere["street"] = "99";
  EXPECT_EQ(ReasonOf(City().Report("bad-2", nowhere).status()), "ADAPTER_RESULT_INVALID");
  Record moon = LampAt("238.9", "12");
  EXPECT_EQ(ReasonOf(City().Report("bad-3", moon).status()), "ADAPTER_RESULT_INVALID");
  EXPECT_EQ(ReasonOf(Submit("bad-4", Lamp(), absl::Now() + absl::Hours(1)).status()), "RECEIVE_TIME_FUTURE");
  v1::SubmitReportRequest request;
  request.set_channel("hotline12345");
  request.set_source_no("bad-5");
  request.set_payload_json("[1, 2");
  EXPECT_EQ(ReasonOf(City().As(City().Importer(), &v1::Intake::Stub::SubmitReport, request).status()),
            "REQUEST_INVALID");
  // After the source has been mended, the same number goes through.
  EXPECT_TRUE(City().Report("bad-1", Lamp()).ok());
}

TEST(Report, NeedsADeskThatRegisters) {
  v1::SubmitReportRequest request;
  request.set_channel("hotline12345");
  request.set_source_no("desk-1");
  request.set_payload_json(nlohmann::json(Lamp()).dump());
  auto answer = City().As(City().Person("h", {"zj-330602/handler"}), &v1::Intake::Stub::SubmitReport, request);
  EXPECT_EQ(ReasonOf(answer.status()), "PERMISSION_DENIED");
}

TEST(Adapter, ThatFailsSaysWhereAndLosesNothing) {
  v1::PutChannelRequest put;
  put.set_request_id(crypto::NewUuid());
  put.mutable_channel()->set_code("broken");
  put.mutable_channel()->set_name("坏渠道");
  put.mutable_channel()->set_enabled(true);
  put.mutable_channel()->set_adapter(
      "return adapter \"broken\" {\n  read = function(record)\n    return record.a.b\n  end,\n}\n");
  rpc::Context admin = City().Person("workflow", {"zz-3306/workflow_admin"});
  ASSERT_TRUE(City().As(admin, &v1::Intake::Stub::PutChannel, put).ok());
  auto answer = City().Report("b-1", Lamp(), "broken");
  ASSERT_EQ(ReasonOf(answer.status()), "ADAPTER_FAILED");
  EXPECT_THAT(DetailOf(answer.status())->metadata["detail"], HasSubstr("adapters/broken.lua:3"));
}

TEST(Adapter, IsCheckedWhenTheChannelIsSaved) {
  rpc::Context admin = City().Person("workflow", {"zz-3306/workflow_admin"});
  auto put = [&](const std::string& source) {
    v1::PutChannelRequest request;
    request.set_request_id(crypto::NewUuid());
    request.mutable_channel()->set_code("draft");
    request.mutable_channel()->set_name("草稿");
    request.mutable_channel()->set_adapter(source);
    return City().As(admin, &v1::Intake::Stub::PutChannel, request).status();
  };
  EXPECT_EQ(ReasonOf(put("return adapter \"draft\" {")), "ADAPTER_INVALID");
  EXPECT_EQ(ReasonOf(put("return { read = 1 }")), "ADAPTER_INVALID");
  EXPECT_EQ(ReasonOf(put("while true do end")), "ADAPTER_INVALID");
  v1::PutChannelRequest request;
  request.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::PutChannel, request).status()), "PERMISSION_DENIED");
}

TEST(Visibility, IsForUnitsThatRegisteredOrHandleAndForTheCityDesk) {
  auto matter = City().Report("see-1", Lamp());
  ASSERT_TRUE(matter.ok()) << matter.status();
  v1::GetMatterRequest request;
  request.set_matter_id(matter->matter_id());
  auto sees = [&](const rpc::Context& caller) {
    auto found = City().As(caller, &v1::Intake::Stub::GetMatter, request);
    return found.ok() ? "" : ReasonOf(found.status());
  };
  EXPECT_EQ(sees(City().Person("a", {matter->unit_id() + "/handler"})), "");
  EXPECT_EQ(sees(City().Person("b", {"hl-3306/dispatcher"})), "");
  EXPECT_EQ(sees(City().Person("c", {"hl-3306/window"})), "");
  EXPECT_EQ(sees(City().Person("d", {"xf-330602/handler"})), "NOT_FOUND");
  EXPECT_EQ(sees(City().Person("e", {"hl-3306/dispatcher"}, "330100")), "NOT_FOUND");
  request.set_matter_id(crypto::NewUuid());
  EXPECT_EQ(sees(City().Person("b", {"hl-3306/dispatcher"})), "NOT_FOUND");
  request.clear_matter_id();
  request.set_receipt_no(matter->receipt_no());
  EXPECT_EQ(sees(City().Person("a", {matter->unit_id() + "/handler"})), "");
  std::string mistyped = matter->receipt_no();
  mistyped.back() = mistyped.back() == '1' ? '2' : '1';
  request.set_receipt_no(mistyped);
  EXPECT_EQ(sees(City().Person("a", {matter->unit_id() + "/handler"})), "CASE_NUMBER_CHECKSUM");
}

TEST(List, GoesFromPageToPageWithoutGapOrRepeat) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) {
    auto matter = City().Report("page-" + std::to_string(i), Lamp(), i % 2 ? "hotline12345" : "hotline12345");
    ASSERT_TRUE(matter.ok()) << matter.status();
    made.push_back(matter->matter_id());
  }
  v1::GetMatterRequest get;
  get.set_matter_id(made[0]);
  auto unit = City().As(City().Importer(), &v1::Intake::Stub::GetMatter, get)->unit_id();
  for (const rpc::Context& caller : {City().Importer(), City().Person("a", {unit + "/handler", "xf-330602/handler"})}) {
    std::vector<std::string> seen;
    v1::ListMattersRequest request;
    request.set_page_size(2);
    request.set_channel("hotline12345");
    do {
      auto page = City().As(caller, &v1::Intake::Stub::ListMatters, request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& matter : page->matters()) seen.push_back(matter.matter_id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    for (const std::string& id : made) EXPECT_THAT(seen, testing::Contains(id).Times(1));
  }
  v1::ListMattersRequest forged;
  forged.set_page_token("AAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(ReasonOf(City().As(City().Importer(), &v1::Intake::Stub::ListMatters, forged).status()),
            "PAGE_TOKEN_INVALID");
}

TEST(Duplicates, AreWithinThirtyMetresAndADayOfTheSameKind) {
  absl::Time noon = absl::Now() - absl::Hours(72);
  // 0.0001 degrees of latitude are 11.1 m.
  auto first = Submit("dup-1", LampAt("30.010000", "120.580000"), noon);
  auto near = Submit("dup-2", LampAt("30.010160", "120.580000"), noon + absl::Hours(1));
  auto far = Submit("dup-3", LampAt("30.010300", "120.580000"), noon + absl::Hours(1));
  auto late = Submit("dup-4", LampAt("30.010000", "120.580000"), noon + absl::Hours(26));
  Record hole = LampAt("30.010000", "120.580000");
  hole["kind"] = "井盖缺损";
  auto other = Submit("dup-5", hole, noon);
  ASSERT_TRUE(first.ok() && near.ok() && far.ok() && late.ok() && other.ok()) << first.status();
  EXPECT_THAT(near->suggested_duplicates(), testing::ElementsAre(first->matter_id()));
  EXPECT_THAT(other->suggested_duplicates(), IsEmpty());
  EXPECT_THAT(late->suggested_duplicates(), IsEmpty());
  v1::FindDuplicatesRequest request;
  request.set_matter_id(first->matter_id());
  auto found = City().As(City().Importer(), &v1::Intake::Stub::FindDuplicates, request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_THAT(found->candidates(), SizeIs(1));
  EXPECT_EQ(found->candidates(0).matter().matter_id(), near->matter_id());
  EXPECT_NEAR(found->candidates(0).distance_m(), 17.8, 0.1);
  EXPECT_EQ(found->candidates(0).apart_seconds(), 3600);
}

class Merging : public testing::Test {
 protected:
  std::string Merge(const v1::Matter& merged, const v1::Matter& main, const std::string& reason = "同一盏路灯") {
    request_.set_request_id(crypto::NewUuid());
    request_.set_main_matter_id(main.matter_id());
    request_.set_merged_matter_id(merged.matter_id());
    request_.set_reason(reason);
    return ReasonOf(City().As(handler_, &v1::Intake::Stub::MergeMatters, request_).status());
  }
  v1::Matter Now(const v1::Matter& matter) {
    v1::GetMatterRequest get;
    get.set_receipt_no(matter.receipt_no());
    auto now = City().As(handler_, &v1::Intake::Stub::GetMatter, get);
    EXPECT_TRUE(now.ok()) << now.status();
    return now.ok() ? *now : v1::Matter();
  }

  const v1::Matter main_ = City().Report("merge-1-" + crypto::NewUuid(), LampAt("30.02", "120.59")).value();
  const v1::Matter second_ = City().Report("merge-2-" + crypto::NewUuid(), LampAt("30.02", "120.59")).value();
  const v1::Matter third_ = City().Report("merge-3-" + crypto::NewUuid(), LampAt("30.02", "120.59")).value();
  const rpc::Context handler_ = City().Person("a", {main_.unit_id() + "/handler"});
  v1::MergeMattersRequest request_;
};

// JC-08: one lamp, three voices.
TEST_F(Merging, JoinsTheCasesAndEveryReporterKeepsTheReceipt) {
  EXPECT_EQ(Merge(second_, main_, ""), "MERGE_REASON_REQUIRED");
  ASSERT_EQ(Merge(second_, main_), "");
  ASSERT_TRUE(City().As(handler_, &v1::Intake::Stub::MergeMatters, request_).ok()) << "the same request again";
  ASSERT_EQ(Merge(third_, main_), "");
  EXPECT_EQ(Now(main_).status(), "running");
  for (const v1::Matter& each : {second_, third_}) {
    EXPECT_EQ(Now(each).duplicate_of(), main_.matter_id());
    EXPECT_EQ(Now(each).status(), "merged");
  }
  EXPECT_EQ(Now(main_).voices(), 3);
  EXPECT_EQ(Now(second_).voices(), 1);
  EXPECT_EQ(Merge(main_, main_), "MERGE_SAME");
}

// Its leading case could not take it in, or somebody took it out in casework itself.
TEST_F(Merging, ACaseThatGoesOnByItselfIsNoLongerMerged) {
  ASSERT_EQ(Merge(second_, main_), "");
  casework::v1::ActOnCaseRequest out;
  out.set_request_id(crypto::NewUuid());
  out.set_case_id(second_.case_id());
  out.set_action("unmerge");
  out.set_reason("主件已办结，退回单独办理");
  const auto done = City().Call(*City().casework, &casework::v1::Casework::Stub::ActOnCase, handler_, out);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_TRUE(TestCity::Eventually([&] { return Now(second_).duplicate_of().empty(); }));
  EXPECT_EQ(Now(second_).status(), "running");
  EXPECT_EQ(Now(main_).voices(), 1);
}

TEST_F(Merging, TakenOutAgainItGoesOnWithItsOwnClock) {
  ASSERT_EQ(Merge(second_, main_), "");
  v1::UnmergeMatterRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_matter_id(second_.matter_id());
  EXPECT_EQ(ReasonOf(City().As(handler_, &v1::Intake::Stub::UnmergeMatter, request).status()), "MERGE_REASON_REQUIRED");
  request.set_reason("两盏不同的路灯");
  auto alone = City().As(handler_, &v1::Intake::Stub::UnmergeMatter, request);
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_EQ(alone->duplicate_of(), "");
  EXPECT_EQ(alone->status(), "running");
  EXPECT_EQ(alone->due_time().seconds(), second_.due_time().seconds());
  EXPECT_TRUE(City().As(handler_, &v1::Intake::Stub::UnmergeMatter, request).ok()) << "the same request again";
  request.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(City().As(handler_, &v1::Intake::Stub::UnmergeMatter, request).status()), "CASE_NOT_MERGED");
}

TEST_F(Merging, WhatIsClosedIsNotMerged) {
  casework::v1::ActOnCaseRequest end;
  end.set_request_id(crypto::NewUuid());
  end.set_case_id(second_.case_id());
  end.set_action("terminate");
  end.set_reason("误报");
  ASSERT_TRUE(City().Call(*City().casework, &casework::v1::Casework::Stub::ActOnCase, handler_, end).ok());
  EXPECT_EQ(Merge(second_, main_), "MERGE_CLOSED");
  EXPECT_EQ(Merge(third_, second_), "MERGE_CLOSED");
}

TEST(Progress, OfTheCaseReachesTheListByItself) {
  auto matter = City().Report("follow-1", Lamp());
  ASSERT_TRUE(matter.ok()) << matter.status();
  rpc::Context handler = City().Person("a", {matter->unit_id() + "/handler"});
  casework::v1::ActOnCaseRequest act;
  act.set_request_id(crypto::NewUuid());
  act.set_case_id(matter->case_id());
  act.set_action("terminate");
  act.set_reason("登记错误");
  auto ended = City().Call(*City().casework, &casework::v1::Casework::Stub::ActOnCase, handler, act);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_TRUE(TestCity::Eventually([&] {
    v1::ListMattersRequest request;
    request.set_page_size(1000);
    auto page = City().As(handler, &v1::Intake::Stub::ListMatters, request);
    if (!page.ok()) return false;
    for (const auto& each : page->matters()) {
      if (each.matter_id() == matter->matter_id()) return each.status() == "terminated";
    }
    return false;
  }));
}

}  // namespace
}  // namespace lianban::intake
