// One visit with several matters, its receipt, and the public query.

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/intake/matter/print_receipt.h"
#include "services/intake/test_city.h"
#include "services/records/paper/printed_test_reader.h"

namespace lianban::intake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kCitizenId[] = "330602195511030020";
constexpr char kPhone[] = "13800000001";

// Scenario JC-01: legal aid, a dispute with the landlord, a petition about a road.
v1::RegisterVisitRequest Visit() {
  v1::RegisterVisitRequest request;
  request.set_request_id(crypto::NewUuid());
  auto* party = request.mutable_party();
  party->set_name("王二");
  party->set_document_no(kCitizenId);
  party->set_phone(kPhone);
  request.set_area_code("330602");
  request.set_unit_id("zz-330602");
  absl::Time received = absl::FromCivil(absl::CivilMinute(2026, 9, 18, 9, 12), absl::FixedTimeZone(8 * 3600));
  request.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(received));
  auto add = [&](const char* item, const char* title, const char* form, const char* materials) {
    auto* child = request.add_children();
    child->set_item_code(item);
    child->set_title(title);
    child->set_form_json(form);
    child->set_materials_json(materials);
  };
  add("LA01", "工伤赔偿法律援助",
      R"({"matter": "injury", "exemption": "migrant_worker", "facts": "工地受伤，用人单位不予赔偿。"})",
      R"({"application": "original", "identity": {"state": "copy", "count": 2}, "exemption_proof": "follows"})");
  add("TJ01", "与房东的押金纠纷", R"({"dispute": "lease", "facts": "退租后押金不退。"})", "");
  add("XF01", "村道损坏", R"({"class": "request", "facts": "村道被重车压坏。"})", "");
  return request;
}

std::string LastDay(const v1::Matter& matter) {
  return absl::FormatCivilTime(LastDayOf(absl::FromUnixSeconds(matter.due_time().seconds())));
}

absl::StatusOr<v1::PrintReceiptResponse> Print(const v1::Matter& visit, const std::string& paper, bool large) {
  v1::PrintReceiptRequest request;
  request.set_receipt_no(visit.receipt_no());
  request.set_paper(paper);
  request.set_large_print(large);
  return City().As(City().Clerk(), &v1::Intake::Stub::PrintReceipt, request);
}

absl::StatusOr<v1::PublicProgress> Query(const std::string& receipt_no, const std::string& last_four) {
  grpc::ClientContext call;
  v1::GetPublicProgressRequest request;
  request.set_receipt_no(receipt_no);
  request.set_last_four(last_four);
  v1::PublicProgress answer;
  absl::Status status = rpc::FromGrpc(City().intake->GetPublicProgress(&call, request, &answer));
  if (!status.ok()) return status;
  return answer;
}

class OneVisit : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto answer = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, Visit());
    ASSERT_TRUE(answer.ok()) << answer.status();
    visit_ = new v1::Matter(*answer);
  }
  static void TearDownTestSuite() { delete visit_; }
  static v1::Matter* visit_;
};
v1::Matter* OneVisit::visit_ = nullptr;

TEST_F(OneVisit, HasOneNumberAndAClockForEachMatter) {
  EXPECT_EQ(visit_->item_code(), "JC01");
  EXPECT_EQ(visit_->unit_id(), "zz-330602");
  ASSERT_THAT(visit_->children(), SizeIs(3));
  EXPECT_EQ(LastDay(visit_->children(0)), "2026-09-28") << "7 days, rolled over the mid-autumn holiday";
  EXPECT_EQ(LastDay(visit_->children(1)), "2026-10-19") << "30 days, rolled over Sunday";
  EXPECT_EQ(LastDay(visit_->children(2)), "2026-10-08") << "15 days, rolled over the national holiday";
  for (const v1::Matter& child : visit_->children()) {
    EXPECT_THAT(child.case_id(), Not(IsEmpty())) << child.title();
    EXPECT_THAT(child.receipt_no(), IsEmpty()) << "one visit, one number";
    EXPECT_EQ(child.party_id(), visit_->party_id()) << "asked once";
  }
  EXPECT_EQ(LastDay(*visit_), "2026-10-19") << "the visit is due when its last matter is";
}

TEST_F(OneVisit, OpensItsCasesUnderTheCaseOfTheVisit) {
  for (const v1::Matter& child : visit_->children()) {
    casework::v1::GetCaseRequest request;
    request.set_case_id(child.case_id());
    auto opened = City().Call(*City().casework, &casework::v1::Casework::Stub::GetCase,
                              rpc::SystemContext(TestCity::kCity, absl::Now()), request);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->parent_case_id(), visit_->case_id());
    EXPECT_EQ(opened->receipt_no(), visit_->receipt_no());
    EXPECT_EQ(opened->title(), child.title());
    EXPECT_EQ(opened->unit_id(), child.unit_id());
  }
}

TEST_F(OneVisit, IsRegisteredOnceHoweverOftenItIsSent) {
  v1::RegisterVisitRequest request = Visit();
  auto first = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request);
  auto again = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->receipt_no(), again->receipt_no());
  EXPECT_EQ(first->children(2).case_id(), again->children(2).case_id());
  request.mutable_children(0)->set_title("别的事");
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(OneVisit, SentByManyAtOnceIsRegisteredOnce) {
  v1::RegisterVisitRequest request = Visit();
  std::vector<absl::StatusOr<v1::Matter>> answers(5, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] { answer = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->receipt_no(), answers[0]->receipt_no());
  }
}

// JC-02.
TEST_F(OneVisit, TakesTheIdentityOnceForAllMatters) {
  casework::v1::GetCaseRequest request;
  request.set_case_id(visit_->children(2).case_id());
  auto petition = City().Call(*City().casework, &casework::v1::Casework::Stub::GetCase,
                              rpc::SystemContext(TestCity::kCity, absl::Now()), request);
  ASSERT_TRUE(petition.ok()) << petition.status();
  EXPECT_EQ(nlohmann::json::parse(petition->materials_json())["identity"]["state"], "copy");
}

// LA-04: filed again, nothing is asked twice.
TEST_F(OneVisit, FiledAgainTakesOverPersonFormAndMaterials) {
  v1::RegisterVisitRequest again;
  again.set_request_id(crypto::NewUuid());
  again.set_area_code("330602");
  again.set_unit_id("zz-330602");
  auto* child = again.add_children();
  child->set_item_code("LA01");
  child->set_earlier(visit_->receipt_no());
  child->set_form_json(R"({"facts": "再次申请，补充了劳动合同。"})");
  auto filed = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, again);
  ASSERT_TRUE(filed.ok()) << filed.status();
  EXPECT_EQ(filed->party_id(), visit_->party_id());
  casework::v1::GetCaseRequest request;
  request.set_case_id(filed->case_id());
  auto opened = City().Call(*City().casework, &casework::v1::Casework::Stub::GetCase,
                            rpc::SystemContext(TestCity::kCity, absl::Now()), request);
  ASSERT_TRUE(opened.ok()) << opened.status();
  auto form = nlohmann::json::parse(opened->form_json());
  EXPECT_EQ(form["matter"], "injury");
  EXPECT_EQ(form["facts"], "再次申请，补充了劳动合同。") << "what is written now wins";

  again.set_request_id(crypto::NewUuid());
  again.mutable_party()->set_name("别人");
  again.mutable_party()->set_document_no("330102199003070019");
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, again).status()), "EARLIER_OTHER_PERSON");
  again.clear_party();
  child->set_item_code("SR01");
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, again).status()), "EARLIER_OTHER_PROCESS");
}

TEST_F(OneVisit, PrintsEveryMatterWithItsDueDateAndMaterials) {
  for (const char* paper : {"A4", "A5", "80mm"}) {
    for (bool large : {false, true}) {
      auto printed = Print(*visit_, paper, large);
      ASSERT_TRUE(printed.ok()) << printed.status();
      records::Printed read(printed->pdf());
      EXPECT_THAT(read.Text(),
                  AllOf(HasSubstr(visit_->receipt_no()), HasSubstr("2026年9月18日09:12"), HasSubstr("工伤赔偿法律援助"),
                        HasSubstr("2026年9月28日"), HasSubstr("与房东的押金纠纷"), HasSubstr("2026年10月19日"),
                        HasSubstr("村道损坏"), HasSubstr("2026年10月8日"), HasSubstr("身份证明"),
                        HasSubstr("法律援助申请表"), HasSubstr("越城区社会治理中心")))
          << paper;
      EXPECT_EQ(read.Code(), "https://lianban.example.cn/?no=" + visit_->receipt_no());
      EXPECT_EQ(printed->sha256(), crypto::Hex(crypto::Sha256(printed->pdf())));
    }
  }
}

TEST_F(OneVisit, PrintsThePersonMasked) {
  std::string text = records::Printed(Print(*visit_, "A4", false)->pdf()).Text();
  EXPECT_THAT(text, AllOf(HasSubstr("王*"), HasSubstr("330602********0020"), HasSubstr("138****0001")));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("王二")), Not(HasSubstr(kCitizenId)), Not(HasSubstr(kPhone))));
}

TEST_F(OneVisit, IsPrintedForItsUnitsOnly) {
  v1::PrintReceiptRequest request;
  request.set_receipt_no(visit_->receipt_no());
  auto elsewhere = City().As(City().Person("x", {"zz-330603/window"}), &v1::Intake::Stub::PrintReceipt, request);
  EXPECT_EQ(ReasonOf(elsewhere.status()), "NOT_FOUND");
}

TEST_F(OneVisit, AnswersTheCitizenWhoKnowsNumberAndLastFour) {
  for (const char* last_four : {"0020", "0001", " ０００１ "}) {
    auto progress = Query(visit_->receipt_no(), last_four);
    ASSERT_TRUE(progress.ok()) << last_four << progress.status();
    EXPECT_EQ(progress->state(), "办理中");
    ASSERT_THAT(progress->children(), SizeIs(3));
    EXPECT_EQ(progress->children(0).title(), "工伤赔偿法律援助");
    EXPECT_THAT(progress->children(0).next(), HasSubstr("2026-09-28前"));
    EXPECT_THAT(progress->children(0).unit_name(), Not(IsEmpty()));
  }
}

TEST_F(OneVisit, AnswersAWrongPairLikeAnUnknownNumber) {
  auto wrong = Query(visit_->receipt_no(), "9999");
  auto unknown = Query(
      "330602LA01202609180999"
      "94",
      "0020");
  auto elsewhere = Query("110101LA0120260918000011", "0020");
  std::string mistyped = visit_->receipt_no();
  mistyped[9] = mistyped[9] == '1' ? '2' : '1';
  auto broken = Query(mistyped, "0020");
  for (const auto& answer : {wrong, unknown, elsewhere, broken, Query("", ""), Query(visit_->receipt_no(), "20")}) {
    EXPECT_EQ(ReasonOf(answer.status()), "PROGRESS_NOT_FOUND");
    EXPECT_EQ(answer.status().message(), wrong.status().message());
  }
}

TEST_F(OneVisit, IsSeenByTheUnitsOfItsMatters) {
  const v1::Matter& aid = visit_->children(0);
  rpc::Context lawyer = City().Person("l", {aid.unit_id() + "/handler"});
  v1::GetMatterRequest request;
  request.set_matter_id(aid.matter_id());
  EXPECT_TRUE(City().As(lawyer, &v1::Intake::Stub::GetMatter, request).ok());
  request.set_matter_id(visit_->children(2).matter_id());
  EXPECT_EQ(ReasonOf(City().As(lawyer, &v1::Intake::Stub::GetMatter, request).status()), "NOT_FOUND");
}

TEST(Visit, WithOneMatterGoesStraightToItsProcess) {
  v1::RegisterVisitRequest request = Visit();
  request.mutable_children()->DeleteSubrange(1, 2);
  auto answer = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->item_code(), "LA01");
  EXPECT_THAT(answer->children(), IsEmpty());
  EXPECT_EQ(LastDay(*answer), "2026-09-28");
  auto printed = Print(*answer, "A4", false);
  ASSERT_TRUE(printed.ok()) << printed.status();
  EXPECT_THAT(records::Printed(printed->pdf()).Text(), HasSubstr("越城区社会治理中心"));
}

TEST(Visit, WithAnIncompleteFormDrawsNoNumberAndSaysWhichField) {
  v1::RegisterVisitRequest request = Visit();
  request.mutable_children(1)->set_form_json(R"({"dispute": "lease"})");
  auto answer = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request);
  ASSERT_EQ(ReasonOf(answer.status()), "VISIT_INVALID");
  auto detail = DetailOf(answer.status());
  ASSERT_THAT(detail->violations, SizeIs(1));
  EXPECT_EQ(detail->violations[0].field, "children[1].facts");
  // Corrected, it goes through under the same id.
  request.mutable_children(1)->set_form_json(R"({"dispute": "lease", "facts": "退租后押金不退。"})");
  EXPECT_TRUE(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request).ok());
}

TEST(Visit, ChecksThePersonFirst) {
  v1::RegisterVisitRequest request = Visit();
  request.mutable_party()->set_document_no("330602195511030021");
  request.mutable_party()->set_phone("1380000");
  auto answer = City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request);
  ASSERT_EQ(ReasonOf(answer.status()), "PARTY_INVALID");
  EXPECT_THAT(DetailOf(answer.status())->violations, SizeIs(2));
}

TEST(Visit, RefusesItemsThatAreNotOfferedAndEmptyVisits) {
  v1::RegisterVisitRequest request = Visit();
  request.mutable_children(0)->set_item_code("ZZ99");
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request).status()),
            "ITEM_NOT_OFFERED");
  request = Visit();
  request.clear_children();
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request).status()), "REQUEST_INVALID");
  request = Visit();
  request.set_unit_id("zz-330603");
  EXPECT_EQ(ReasonOf(City().As(City().Clerk(), &v1::Intake::Stub::RegisterVisit, request).status()),
            "PERMISSION_DENIED");
}

}  // namespace
}  // namespace lianban::intake
