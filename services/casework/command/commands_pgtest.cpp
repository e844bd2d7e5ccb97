// Commands over real gRPC on a real database: what is promised about doing things once, in order, and for whom.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/rls_check.h"

namespace lianban::casework {
namespace {

using ::testing::IsEmpty;

class Commands : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    city_ = new TestCity();
    server_ = new TestServer(*city_);
  }
  static void TearDownTestSuite() {
    delete server_;
    delete city_;
  }

  Caller As(const std::string& user, const std::vector<std::string>& desks, const std::string& city = kCity) {
    return Caller(*server_, *city_, city_->Person(user, desks, city));
  }

  static TestCity* city_;
  static TestServer* server_;
  const Caller handler_ = As("u1", {"jd-1/handler"});
};
TestCity* Commands::city_ = nullptr;
TestServer* Commands::server_ = nullptr;

TEST_F(Commands, ACaseRunsFromReceiptToClosing) {
  auto at = handler_.Start("repair", R"({"body":"路灯不亮"})");
  ASSERT_TRUE(at.ok()) << at.status();
  EXPECT_EQ(at->revision(), 1);
  EXPECT_EQ(at->status(), "running");
  ASSERT_EQ(at->opened_tasks_size(), 1);
  EXPECT_EQ(at->opened_tasks(0).desk(), "jd-1/handler");
  EXPECT_TRUE(at->has_due_time());
  for (const char* outcome : {"send", "done", "pass"}) {
    at = handler_.Complete(*at, outcome);
    ASSERT_TRUE(at.ok()) << outcome << ": " << at.status();
  }
  EXPECT_EQ(at->status(), "finished");
  EXPECT_EQ(at->result(), "done");
  const auto seen = handler_.Get(at->case_id());
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->revision(), 4);
  EXPECT_TRUE(seen->has_finish_time());
  EXPECT_EQ(seen->open_tasks_size(), 0);
}

TEST_F(Commands, TheSameRequestGetsTheSameAnswer) {
  const std::string request_id = crypto::NewUuid();
  const auto first = handler_.Start("repair", "{}", request_id);
  const auto second = handler_.Start("repair", "{}", request_id);
  ASSERT_TRUE(first.ok() && second.ok()) << second.status();
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());

  const std::string complete_id = crypto::NewUuid();
  const auto done = handler_.Complete(*first, "send", complete_id);
  const auto again = handler_.Complete(*first, "send", complete_id);
  ASSERT_TRUE(done.ok() && again.ok()) << again.status();
  EXPECT_EQ(done->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(handler_.Get(first->case_id())->revision(), 2);
}

TEST_F(Commands, OneRequestIdIsForOneCommand) {
  const std::string request_id = crypto::NewUuid();
  const auto first = handler_.Start("repair", "{}", request_id);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(ReasonOf(handler_.Start("repair", R"({"body":"别的事"})", request_id).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(handler_.Start("repair", "{}", "not a uuid").status()), "REQUEST_ID_REQUIRED");
}

TEST_F(Commands, DuplicatesAtTheSameMomentDoOneThing) {
  const std::string request_id = crypto::NewUuid();
  std::vector<absl::StatusOr<v1::CommandResponse>> answers(16, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] { answer = handler_.Start("repair", "{}", request_id); });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> cases;
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    cases.insert(answer->case_id());
  }
  EXPECT_EQ(cases.size(), 1u);
}

TEST_F(Commands, ATaskIsAnsweredOnce) {
  const auto at = handler_.Start("repair");
  std::vector<absl::StatusOr<v1::CommandResponse>> answers(12, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (auto& answer : answers) threads.emplace_back([&] { answer = handler_.Complete(*at, "send"); });
  for (auto& thread : threads) thread.join();
  int done = 0;
  for (const auto& answer : answers) {
    if (answer.ok()) {
      ++done;
      continue;
    }
    EXPECT_EQ(ReasonOf(answer.status()), "TASK_NOT_OPEN") << answer.status();
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(handler_.Get(at->case_id())->revision(), 2);
}

TEST_F(Commands, AStaleRevisionIsRefused) {
  const auto at = handler_.Start("repair");
  const auto next = handler_.Complete(*at, "send");
  ASSERT_TRUE(next.ok());
  v1::CompleteTaskRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_case_id(at->case_id());
  request.set_task_no(next->opened_tasks(0).task_no());
  request.set_outcome("done");
  request.set_revision(1);
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::CompleteTask, request).status()), "CASE_CHANGED");
  request.set_revision(2);
  request.set_request_id(crypto::NewUuid());
  EXPECT_TRUE(handler_.Do(&v1::Casework::Stub::CompleteTask, request).ok());
}

TEST_F(Commands, WhatOneMayNotSeeDoesNotExist) {
  const auto at = handler_.Start("repair");
  const std::string nowhere = crypto::NewUuid();
  const auto text = [](const absl::Status& status, const std::string& id) {
    std::string message(status.message());
    return message.replace(message.find(id), id.size(), "X");
  };
  for (const auto& stranger : {As("u9", {"sw-1/handler"}), As("u9", {"jd-2/handler"}), As("u9", {"jd-2/leader"}),
                               As("u1", {"jd-1/handler"}, "330100"), As("u9", {})}) {
    const absl::Status hidden = stranger.Get(at->case_id()).status();
    const absl::Status missing = stranger.Get(nowhere).status();
    EXPECT_EQ(ReasonOf(hidden), "NOT_FOUND");
    EXPECT_EQ(text(hidden, at->case_id()), text(missing, nowhere));
    EXPECT_EQ(ReasonOf(stranger.Complete(*at, "send").status()), "NOT_FOUND");
  }
  EXPECT_TRUE(As("u5", {"sf-1/leader"}).Get(at->case_id()).ok());
  EXPECT_EQ(ReasonOf(As("u5", {"sf-1/handler"}).Get(at->case_id()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(As("u6", {"jd-1/window"}).Complete(*at, "send").status()), "NOT_YOUR_TASK");
}

TEST_F(Commands, ARequestWithoutContextIsNobody) {
  grpc::ClientContext context;
  v1::Case response;
  EXPECT_EQ(server_->stub().GetCase(&context, {}, &response).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(Commands, OneBadCommandFailsAlone) {
  std::vector<v1::CommandResponse> cases;
  for (int i = 0; i < 24; ++i) cases.push_back(*handler_.Start(i % 6 == 0 ? "broken_rule" : "repair"));
  std::vector<absl::StatusOr<v1::CommandResponse>> answers(cases.size(), absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < cases.size(); ++i) {
    const char* outcome = i % 6 == 0 ? "go" : i % 6 == 1 ? "no_such_outcome" : "send";
    threads.emplace_back([&, i, outcome] { answers[i] = handler_.Complete(cases[i], outcome); });
  }
  for (auto& thread : threads) thread.join();
  for (size_t i = 0; i < cases.size(); ++i) {
    const char* reason = i % 6 == 0 ? "RULE_FAILED" : i % 6 == 1 ? "OUTCOME_UNKNOWN" : "";
    EXPECT_EQ(ReasonOf(answers[i].status()), reason) << answers[i].status();
    EXPECT_EQ(answers[i].ok(), i % 6 > 1);
  }
}

TEST_F(Commands, RefusesWhatIsNoRequest) {
  v1::StartCaseRequest request;
  const auto reason = [&] {
    request.set_request_id(crypto::NewUuid());
    return ReasonOf(handler_.Do(&v1::Casework::Stub::StartCase, request).status());
  };
  request.set_process("repair");
  request.set_unit_id("jd-1");
  request.set_form_json("{\"body\":");
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_form_json("[1]");
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_form_json(std::string(300'000, ' ') + "{}");
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_form_json("{\"body\":" + std::string(200, '[') + std::string(200, ']') + "}");
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_form_json("{\"body\":" + std::string(20'000, '[') + std::string(20'000, ']') + "}");
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_form_json("{\"nobody\":1}");
  EXPECT_EQ(reason(), "FORM_INVALID");
  request.clear_form_json();
  request.set_title(std::string("a\0b", 3));
  EXPECT_EQ(reason(), "REQUEST_INVALID");
  request.set_title("'; DROP TABLE casework.task; --\\\"{}");
  EXPECT_EQ(reason(), "");
  request.set_unit_id("no-such-unit");
  EXPECT_EQ(reason(), "UNIT_UNKNOWN");
  request.set_unit_id("jd-1");
  request.set_process("no_such_process");
  EXPECT_EQ(reason(), "NOT_FOUND");
  request.set_process("repair");
  SetTime(absl::Now() + absl::Hours(1), request.mutable_receive_time());
  EXPECT_EQ(reason(), "RECEIVE_TIME_FUTURE");

  v1::ActOnCaseRequest act;
  act.set_request_id(crypto::NewUuid());
  act.set_case_id(crypto::NewUuid());
  act.set_action("fire_timer");
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::ActOnCase, act).status()), "ACTION_UNKNOWN");
}

TEST_F(Commands, LateEntriesKeepBothTimesAndTheirOrder) {
  const Caller importer = As("im", {"sf-1/importer"});
  const absl::Time received = absl::Now() - absl::Hours(72);
  v1::StartCaseRequest start;
  start.set_request_id(crypto::NewUuid());
  start.set_process("repair");
  start.set_unit_id("jd-1");
  SetTime(received, start.mutable_receive_time());
  const auto at = importer.Do(&v1::Casework::Stub::StartCase, start);
  ASSERT_TRUE(at.ok()) << at.status();

  v1::CompleteTaskRequest request;
  request.set_case_id(at->case_id());
  request.set_task_no(at->opened_tasks(0).task_no());
  request.set_outcome("send");
  const auto complete = [&](const Caller& caller, absl::Time time) {
    request.set_request_id(crypto::NewUuid());
    SetTime(time, request.mutable_occur_time());
    return caller.Do(&v1::Casework::Stub::CompleteTask, request);
  };
  EXPECT_EQ(ReasonOf(complete(handler_, received + absl::Hours(1)).status()), "IMPORTER_ONLY");
  EXPECT_EQ(ReasonOf(complete(importer, received - absl::Hours(1)).status()), "OCCUR_TIME_INVALID");
  EXPECT_EQ(ReasonOf(complete(importer, absl::Now() + absl::Hours(1)).status()), "OCCUR_TIME_INVALID");
  EXPECT_EQ(ReasonOf(complete(As("im", {"jd-2/importer"}), received + absl::Hours(1)).status()), "NOT_FOUND");
  const auto done = complete(importer, received + absl::Hours(5));
  ASSERT_TRUE(done.ok()) << done.status();

  v1::ListEventsRequest list;
  list.set_case_id(at->case_id());
  const auto events = importer.Do(&v1::Casework::Stub::ListEvents, list);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->events_size(), 2);
  EXPECT_EQ(events->events(1).type(), "complete_task");
  EXPECT_EQ(events->events(1).actor_id(), "im");
  EXPECT_EQ(TimeOf(events->events(1).time()), absl::FromUnixMicros(absl::ToUnixMicros(received)) + absl::Hours(5));
  EXPECT_GT(TimeOf(events->events(1).record_time()), received + absl::Hours(71));
}

TEST_F(Commands, EveryTableKeepsTheCitiesApart) {
  const auto faults = postgres::FindRlsFaults(city_->database().superuser(), "casework");
  ASSERT_TRUE(faults.ok()) << faults.status();
  EXPECT_THAT(*faults, IsEmpty());
}

}  // namespace
}  // namespace lianban::casework
