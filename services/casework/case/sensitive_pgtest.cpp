// Fields that a script declares sensitive: sealed in the database, masked for everybody, shown for a recorded reason.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "lianban/casework/v1/journal.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::casework {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kForm[] = R"({"income": 187654, "contact": "13812340001", "note": "两人户"})";

class SensitiveFields : public ::testing::Test {
 protected:
  v1::CommandResponse Filed() {
    const auto filed = handler_.Start("hardship", kForm);
    EXPECT_TRUE(filed.ok()) << filed.status();
    return filed.value_or(v1::CommandResponse());
  }
  json FormOf(const Caller& who, const std::string& case_id) {
    const auto found = who.Get(case_id);
    EXPECT_TRUE(found.ok()) << found.status();
    return json::parse(found->form_json());
  }
  json Event(const Caller& who, const std::string& case_id, int number = 0) {
    v1::ListEventsRequest request;
    request.set_case_id(case_id);
    const auto page = who.Do(&v1::Casework::Stub::ListEvents, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return json::parse(page->events(number).payload_json());
  }
  absl::StatusOr<v1::RevealFormResponse> Reveal(const Caller& who, const std::string& case_id, const std::string& reason,
                                                const std::string& field = "income") {
    v1::RevealFormRequest request;
    request.set_case_id(case_id);
    request.add_fields(field);
    request.set_reason(reason);
    return who.Do(&v1::Casework::Stub::RevealForm, request);
  }
  // Every text the service has stored.
  std::string Everything() {
    const auto link = postgres::AdminConnection::Connect(city_.database().superuser());
    const auto rows = (*link)->Query(
        "SELECT coalesce(string_agg(t, ' '), '') FROM (SELECT form AS t FROM casework.case_form UNION ALL "
        "SELECT state FROM casework.casefile UNION ALL SELECT payload FROM casework.event UNION ALL "
        "SELECT payload FROM casework.outbox) all_texts");
    EXPECT_TRUE(rows.ok()) << rows.status();
    return (*rows)->GetString(0, 0);
  }
  void Change(const std::string& sql) {
    const auto link = postgres::AdminConnection::Connect(city_.database().superuser());
    ASSERT_TRUE((*link)->Execute(sql).ok());
  }
  v1::ListRecordsResponse Records() {
    v1::ListRecordsRequest request;
    request.add_kinds("reveal_form");
    const auto found = auditor_.Do(&v1::Casework::Stub::ListRecords, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(v1::ListRecordsResponse());
  }

  TestCity city_;
  TestServer server_{city_};
  const Caller handler_{server_, city_, city_.Person("u1", {"jd-1/handler"})};
  const Caller auditor_{server_, city_, city_.Person("u9", {"jd-1/auditor"})};
  const Caller platform_{server_, city_, rpc::SystemContext(kCity, absl::Now())};
};

TEST_F(SensitiveFields, LieSealedInTheDatabaseTheOthersDoNot) {
  Filed();
  const std::string stored = Everything();
  EXPECT_THAT(stored, HasSubstr("两人户"));
  EXPECT_THAT(stored, Not(HasSubstr("187654")));
  EXPECT_THAT(stored, Not(HasSubstr("13812340001")));
}

TEST_F(SensitiveFields, AreMaskedForTheHandlerInCaseTaskAndHistory) {
  const auto filed = Filed();
  const json form = FormOf(handler_, filed.case_id());
  EXPECT_EQ(form, (json{{"income", "***"}, {"contact", "138****0001"}, {"note", "两人户"}}));
  v1::GetTaskRequest task;
  task.set_case_id(filed.case_id());
  task.set_task_no(filed.opened_tasks(0).task_no());
  EXPECT_THAT(handler_.Do(&v1::Casework::Stub::GetTask, task)->form_json(), Not(HasSubstr("187654")));
  const json payload = Event(handler_, filed.case_id());
  EXPECT_EQ(payload["command"]["data"]["form"]["income"], "***");
  EXPECT_EQ(payload["command"]["data"]["form"]["note"], "两人户");
}

TEST_F(SensitiveFields, RulesDecideByTheValue) {
  const auto filed = Filed();
  const auto decided = handler_.Complete(filed, "decide");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->result(), "poor");
}

TEST_F(SensitiveFields, RulesDecideByTheValueThatWasReadFromTheDatabase) {
  const auto filed = Filed();
  server_.Stop();
  TestServer another(city_);
  const auto decided = Caller(another, city_, city_.Person("u1", {"jd-1/handler"})).Complete(filed, "decide");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->result(), "poor");
}

TEST_F(SensitiveFields, AMaskThatComesBackChangesNothing) {
  const auto filed = Filed();
  v1::CompleteTaskRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_case_id(filed.case_id());
  request.set_task_no(filed.opened_tasks(0).task_no());
  request.set_outcome("decide");
  request.set_form_json(R"({"income": "***", "contact": "138****0001", "note": "三人户"})");
  request.set_reason("核对无误");
  const auto decided = handler_.Do(&v1::Casework::Stub::CompleteTask, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->result(), "poor");
  EXPECT_EQ(FormOf(platform_, filed.case_id()), json::parse(R"({"income": 187654, "contact": "13812340001", "note": "三人户"})"));
}

TEST_F(SensitiveFields, AreShownForAReasonThatTheLogKeeps) {
  const auto filed = Filed();
  const auto shown = Reveal(handler_, filed.case_id(), "核对经济状况");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(json::parse(shown->form_json()), (json{{"income", 187654}}));
  const auto records = Records();
  ASSERT_EQ(records.records_size(), 1);
  EXPECT_EQ(records.records(0).actor_id(), "u1");
  EXPECT_EQ(records.records(0).subject(), "casework.form " + filed.case_id());
  EXPECT_EQ(json::parse(records.records(0).detail_json()),
            (json{{"fields", {"income"}}, {"reason", "核对经济状况"}, {"unit", "jd-1"}}));
}

TEST_F(SensitiveFields, AreNotShownWithoutAReasonNorToOthersAndNothingIsRecorded) {
  const auto filed = Filed();
  EXPECT_EQ(ReasonOf(Reveal(handler_, filed.case_id(), "看看").status()), "REVEAL_REASON_REQUIRED");
  EXPECT_EQ(ReasonOf(Reveal(handler_, filed.case_id(), "核对经济状况", "note").status()), "REQUEST_INVALID");
  const Caller stranger(server_, city_, city_.Person("u2", {"sf-2/handler"}));
  EXPECT_EQ(ReasonOf(Reveal(stranger, filed.case_id(), "核对经济状况").status()), "NOT_FOUND");
  EXPECT_EQ(Records().records_size(), 0);
}

TEST_F(SensitiveFields, ThePlatformReadsThemToReplayWhatWasDecided) {
  const auto filed = Filed();
  EXPECT_EQ(Event(platform_, filed.case_id())["command"]["data"]["form"]["income"], 187654);
}

TEST_F(SensitiveFields, GoToAChildAsTheyAre) {
  const auto filed = Filed();
  ASSERT_TRUE(handler_.Complete(filed, "child").ok());
  v1::Case parent;
  for (int i = 0; i < 200 && parent.children_size() == 0; ++i) {
    absl::SleepFor(absl::Milliseconds(20));
    parent = *handler_.Get(filed.case_id());
  }
  ASSERT_EQ(parent.children_size(), 1);
  EXPECT_EQ(FormOf(platform_, parent.children(0).case_id()), (json{{"income", 187654}}));
  EXPECT_THAT(Everything(), Not(HasSubstr("187654")));
}

TEST_F(SensitiveFields, AValueThatWasMovedToAnotherCaseDoesNotOpen) {
  const auto mine = Filed(), other = Filed();
  Change("UPDATE casework.case_form SET form = (SELECT form FROM casework.case_form WHERE case_id = '" + other.case_id() +
         "') WHERE case_id = '" + mine.case_id() + "'");
  EXPECT_FALSE(handler_.Get(mine.case_id()).ok());
  EXPECT_TRUE(handler_.Get(other.case_id()).ok());
}

}  // namespace
}  // namespace lianban::casework
