// Every operation through gRPC on a real database: who may, what others see of it, and what goes to other cases.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/time/clock.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/sql_files.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

using ::testing::Contains;
using ::testing::Not;

class Operations : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    city_ = new TestCity();
    server_ = new TestServer(*city_);
  }
  static void TearDownTestSuite() {
    delete server_;
    delete city_;
  }
  static Caller As(const std::string& user, const std::vector<std::string>& desks) {
    return Caller(*server_, *city_, city_->Person(user, desks));
  }

  // "" when it worked, otherwise the reason of the refusal.
  static std::string Act(const Caller& caller, const std::string& case_id, const std::string& action, int64_t task = 0,
                         const std::string& args = "", const std::string& target = "",
                         v1::CommandResponse* answer = nullptr) {
    v1::ActOnCaseRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_case_id(case_id);
    request.set_action(action);
    request.set_task_no(task);
    request.set_target(target);
    request.set_reason("因故");
    request.set_args_json(args);
    const auto response = caller.Do(&v1::Casework::Stub::ActOnCase, request);
    if (!response.ok()) return ReasonOf(response.status());
    if (answer != nullptr) *answer = *response;
    return "";
  }
  // A case whose step "examine" is open: its id and the number of the task.
  std::pair<std::string, int64_t> Examined() {
    auto at = handler_.Start("matter");
    EXPECT_TRUE(at.ok()) << at.status();
    at = handler_.Complete(*at, "done");
    EXPECT_TRUE(at.ok()) << at.status();
    return {at->case_id(), at->opened_tasks(0).task_no()};
  }
  std::string StatusOf(const std::string& case_id) { return handler_.Get(case_id)->status(); }
  std::vector<std::string> StepsOf(const std::string& case_id) {
    const auto view = handler_.Get(case_id);
    return {view->active_steps().begin(), view->active_steps().end()};
  }
  std::vector<int64_t> Inbox(const Caller& caller, const std::string& case_id, const std::string& on_behalf_of = "") {
    v1::ListTasksRequest request;
    request.set_page_size(1000);
    request.set_on_behalf_of(on_behalf_of);
    std::vector<int64_t> numbers;
    const auto page = caller.Do(&v1::Casework::Stub::ListTasks, request);
    if (!page.ok()) return {-1};
    for (const auto& task : page->tasks()) {
      if (task.case_id() == case_id) numbers.push_back(task.task_no());
    }
    return numbers;
  }
  std::vector<std::string> Events(const std::string& case_id) {
    v1::ListEventsRequest request;
    request.set_case_id(case_id);
    std::vector<std::string> types;
    const auto page = handler_.Do(&v1::Casework::Stub::ListEvents, request);
    if (!page.ok()) return types;
    for (const auto& event : page->events()) types.push_back(event.type());
    return types;
  }
  // Messages of this name in the outbox of the case.
  int Messages(const std::string& case_id, const std::string& name) {
    ConnectionPool connections({.connection = city_->config().database, .role = "lianban_casework"},
                               postgres::Queries(sql::EmbeddedFiles()));
    const auto results = connections.RunTx(kCity, {{"list_effects", {kCity, case_id}}});
    EXPECT_TRUE(results.ok()) << results.status();
    int count = 0;
    for (int row = 0; results.ok() && row < (*results)[0]->size(); ++row) {
      const auto payload = nlohmann::json::parse((*results)[0]->GetString(row, 2), nullptr, false);
      count += (*results)[0]->GetString(row, 1) == "message" && payload.value("name", "") == name;
    }
    return count;
  }

  static TestCity* city_;
  static TestServer* server_;
  const Caller handler_ = As("u1", {"jd-1/handler"});
  const Caller leader_ = As("boss", {"jd-1/leader"});
  const Caller stranger_ = As("s1", {"sw-1/handler"});
};
TestCity* Operations::city_ = nullptr;
TestServer* Operations::server_ = nullptr;

TEST_F(Operations, StrangersSeeNoCaseToOperateOn) {
  const auto [id, task] = Examined();
  for (const char* action : {"withdraw", "terminate", "suspend", "resume", "extend", "return", "take_back", "transfer",
                             "delegate", "add_handler", "remove_handler", "copy", "urge", "escalate", "supervise", "jump",
                             "reopen", "unmerge", "edit_form"}) {
    EXPECT_EQ(Act(stranger_, id, action, task, "", "accept"), "NOT_FOUND") << action;
  }
  EXPECT_EQ(Act(stranger_, id, "merge", 0, "", crypto::NewUuid()), "NOT_FOUND");
  EXPECT_EQ(Act(handler_, id, "take_in", 0, "", ""), "ACTION_UNKNOWN") << "between cases only by the platform";
}

TEST_F(Operations, TransferAndDelegateMoveTheTaskBetweenInboxes) {
  const auto [id, task] = Examined();
  const Caller neighbour = As("n1", {"jd-2/handler"});
  ASSERT_EQ(Act(handler_, id, "transfer", task, "", "jd-2/handler"), "");
  EXPECT_THAT(Inbox(neighbour, id), Contains(task));
  EXPECT_THAT(Inbox(handler_, id), Not(Contains(task)));
  const Caller expert = As("e1", {"sw-1/handler"});
  ASSERT_EQ(Act(neighbour, id, "delegate", task, "", "e1"), "");
  EXPECT_THAT(Inbox(expert, id), Contains(task));
  ASSERT_TRUE(expert.Complete(id, task, "grant").ok());
  EXPECT_THAT(Inbox(neighbour, id), Contains(task)) << "back to the owner";
}

TEST_F(Operations, AddedHandlersHaveInboxesToo) {
  const auto [id, task] = Examined();
  const Caller adviser = As("e2", {"sw-1/handler"}), last = As("e3", {"sw-1/handler"});
  v1::CommandResponse answer;
  ASSERT_EQ(Act(handler_, id, "add_handler", task, R"({"where":"before","user":"e2"})", "", &answer), "");
  ASSERT_EQ(Act(handler_, id, "add_handler", task, R"({"where":"after","user":"e3"})"), "");
  EXPECT_EQ(ReasonOf(handler_.Complete(id, task, "grant").status()), "TASK_HELD");
  const auto opinions = Inbox(adviser, id);
  ASSERT_EQ(opinions.size(), 1u);
  ASSERT_TRUE(adviser.Complete(id, opinions[0], "").ok());
  ASSERT_TRUE(handler_.Complete(id, task, "grant").ok());
  const auto decides = Inbox(last, id);
  ASSERT_EQ(decides.size(), 1u);
  ASSERT_TRUE(last.Complete(id, decides[0], "refuse").ok());
  EXPECT_THAT(StepsOf(id), testing::ElementsAre("close"));
}

TEST_F(Operations, AHandlerThatIsRemovedHasNothingToDo) {
  const auto [id, task] = Examined();
  const Caller added = As("e4", {"sw-1/handler"});
  ASSERT_EQ(Act(handler_, id, "add_handler", task, R"({"where":"parallel","user":"e4"})"), "");
  const auto tasks = Inbox(added, id);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(Act(added, id, "remove_handler", task), "NOT_YOUR_CASE");
  ASSERT_EQ(Act(handler_, id, "remove_handler", tasks[0]), "");
  EXPECT_TRUE(Inbox(added, id).empty());
}

TEST_F(Operations, ACopyLetsSomebodySeeAndTellsThem) {
  const auto [id, task] = Examined();
  EXPECT_FALSE(stranger_.Get(id).ok());
  ASSERT_EQ(Act(handler_, id, "copy", 0, "", "s1"), "");
  EXPECT_TRUE(stranger_.Get(id).ok());
  EXPECT_EQ(Messages(id, "copy"), 1);
  EXPECT_EQ(Act(handler_, id, "copy", 0, "", "s1"), "COPIED_BEFORE");
  EXPECT_EQ(Act(stranger_, id, "urge"), "NOT_YOUR_CASE") << "seeing is not acting";
  ASSERT_EQ(Act(handler_, id, "copy", 0, "", "sw-1/leader"), "");
  EXPECT_TRUE(As("s2", {"sw-1/leader"}).Get(id).ok());
}

TEST_F(Operations, UrgeAndSuperviseSendMessages) {
  const auto [id, task] = Examined();
  ASSERT_EQ(Act(leader_, id, "urge"), "");
  EXPECT_EQ(Messages(id, "urge"), 1);
  EXPECT_EQ(Act(handler_, id, "supervise"), "SUPERVISE_ROLE");
  ASSERT_EQ(Act(As("d1", {"sf-1/leader"}), id, "supervise", 0, R"({"level":"red","period":"2wd"})"), "");
  EXPECT_EQ(Messages(id, "supervision"), 3) << "the handler, the leader, the leader above";
  EXPECT_EQ(Act(leader_, id, "supervise", 0, R"({"level":"orange"})"), "SUPERVISION_LEVEL");
}

TEST_F(Operations, ReturnAndTakeBack) {
  const auto [id, task] = Examined();
  ASSERT_EQ(Act(handler_, id, "return", task, "", "accept"), "");
  EXPECT_THAT(StepsOf(id), testing::ElementsAre("accept"));
  const auto again = Inbox(handler_, id);
  ASSERT_EQ(again.size(), 1u);
  ASSERT_TRUE(handler_.Complete(id, again[0], "done").ok());
  ASSERT_EQ(Act(As("u2", {"jd-1/handler"}), id, "take_back"), "TAKE_BACK_NOT_YOURS");
  ASSERT_EQ(Act(handler_, id, "take_back"), "");
  EXPECT_THAT(StepsOf(id), testing::ElementsAre("accept"));
  EXPECT_EQ(Inbox(handler_, id).size(), 1u);
}

TEST_F(Operations, SuspendResumeExtendEscalate) {
  const auto [id, task] = Examined();
  const auto due = handler_.Get(id)->due_time().seconds();
  ASSERT_EQ(Act(leader_, id, "suspend"), "");
  EXPECT_EQ(handler_.Get(id)->light(), "paused");
  EXPECT_EQ(ReasonOf(handler_.Complete(id, task, "grant").status()), "CASE_SUSPENDED");
  ASSERT_EQ(Act(leader_, id, "resume"), "");
  EXPECT_EQ(Act(handler_, id, "extend"), "EXTENSION_ROLE");
  v1::CommandResponse answer;
  ASSERT_EQ(Act(leader_, id, "extend", 0, "", "", &answer), "");
  EXPECT_GT(handler_.Get(id)->due_time().seconds(), due);
  ASSERT_GE(answer.moved_clocks_size(), 1);
  EXPECT_EQ(answer.moved_clocks(0).why(), "extension");
  ASSERT_EQ(Act(handler_, id, "escalate", task), "");
  EXPECT_THAT(Inbox(As("d1", {"sf-1/leader"}), id), Contains(task));
  EXPECT_EQ(Messages(id, "escalated"), 1);
}

TEST_F(Operations, JumpTerminateReopen) {
  const auto [id, task] = Examined();
  EXPECT_EQ(Act(leader_, id, "jump", 0, "", "close"), "JUMP_ROLE");
  ASSERT_EQ(Act(As("w1", {"jd-1/workflow_admin"}), id, "jump", 0, "", "close"), "");
  EXPECT_THAT(StepsOf(id), testing::ElementsAre("close"));
  ASSERT_EQ(Act(leader_, id, "terminate"), "");
  EXPECT_EQ(StatusOf(id), "terminated");
  EXPECT_EQ(Act(handler_, id, "reopen", 0, "", "accept"), "REOPEN_ROLE");
  ASSERT_EQ(Act(leader_, id, "reopen", 0, "", "accept"), "");
  EXPECT_EQ(StatusOf(id), "running");
  EXPECT_EQ(Inbox(handler_, id).size(), 1u);
}

TEST_F(Operations, AMergedCaseEndsWithTheOneThatLeads) {
  const auto [lead, lead_task] = Examined();
  const auto [id, task] = Examined();
  EXPECT_EQ(Act(handler_, id, "merge", 0, "", id), "MERGE_SAME");
  ASSERT_EQ(Act(handler_, id, "merge", 0, "", lead), "");
  EXPECT_EQ(StatusOf(id), "merged");
  EXPECT_TRUE(Inbox(handler_, id).empty());
  ASSERT_TRUE(Eventually([&, lead = lead] { return testing::Value(Events(lead), Contains("take_in")); }));
  auto at = handler_.Complete(lead, lead_task, "grant");
  ASSERT_TRUE(at.ok()) << at.status();
  ASSERT_TRUE(handler_.Complete(*at, "done").ok());
  ASSERT_TRUE(Eventually([&, id = id] { return StatusOf(id) == "finished"; }));
  EXPECT_EQ(handler_.Get(id)->result(), "done");
}

TEST_F(Operations, UnmergingGoesOnWhereItStood) {
  const auto [lead, lead_task] = Examined();
  const auto [id, task] = Examined();
  ASSERT_EQ(Act(handler_, id, "merge", 0, "", lead), "");
  ASSERT_TRUE(Eventually([&, lead = lead] { return testing::Value(Events(lead), Contains("take_in")); }));
  ASSERT_EQ(Act(handler_, id, "unmerge"), "");
  EXPECT_THAT(Inbox(handler_, id), Contains(task));
  ASSERT_TRUE(Eventually([&, lead = lead] { return testing::Value(Events(lead), Contains("leave_out")); }));
}

TEST_F(Operations, ACaseThatCannotBeTakenInIsSentBack) {
  const auto [lead, lead_task] = Examined();
  const auto [id, task] = Examined();
  ASSERT_EQ(Act(leader_, lead, "terminate"), "");
  ASSERT_EQ(Act(handler_, id, "merge", 0, "", lead), "");
  ASSERT_TRUE(Eventually([&, id = id] { return StatusOf(id) == "running"; }));
  EXPECT_THAT(Inbox(handler_, id), Contains(task));
  // Nor into a case in which whoever merges has no say.
  v1::StartCaseRequest start;
  start.set_request_id(crypto::NewUuid());
  start.set_process("matter");
  start.set_unit_id("sw-1");
  start.set_area_code("330602001");
  const auto foreign = stranger_.Do(&v1::Casework::Stub::StartCase, start);
  ASSERT_TRUE(foreign.ok()) << foreign.status();
  ASSERT_EQ(Act(handler_, id, "merge", 0, "", foreign->case_id()), "");
  ASSERT_TRUE(Eventually([&, id = id] { return StatusOf(id) == "running"; }));
}

TEST_F(Operations, ChildrenEndWithTheirParentWhenThatIsSaid) {
  const auto at = handler_.Start("visit", R"({"matters":[{"process":"single"},{"process":"single"}]})");
  ASSERT_TRUE(at.ok()) << at.status();
  const std::string parent = at->case_id();
  ASSERT_TRUE(Eventually([&] { return handler_.Get(parent)->children_size() == 2; }));
  const std::string child = handler_.Get(parent)->children(0).case_id();
  ASSERT_EQ(Act(leader_, parent, "urge"), "");
  ASSERT_TRUE(Eventually([&] { return Messages(child, "urge") == 1; })) << "urging the parent reaches the child";
  EXPECT_EQ(Act(leader_, parent, "terminate"), "CHILDREN_OPEN");
  ASSERT_EQ(Act(leader_, parent, "terminate", 0, R"({"children":"end"})"), "");
  ASSERT_TRUE(Eventually([&] { return StatusOf(child) == "terminated"; }));
  EXPECT_EQ(handler_.Get(child)->result(), "parent_ended");
}

TEST_F(Operations, ASubstituteAnswersForATermAndBothNamesStand) {
  const auto [id, task] = Examined();
  const Caller substitute = As("sub", {"sw-1/handler"});
  v1::ClaimTaskRequest claim;
  claim.set_request_id(crypto::NewUuid());
  claim.set_case_id(id);
  claim.set_task_no(task);
  ASSERT_TRUE(handler_.Do(&v1::Casework::Stub::ClaimTask, claim).ok());
  EXPECT_EQ(Inbox(substitute, id, "u1"), std::vector<int64_t>{-1}) << "not a substitute yet";
  v1::SetSubstituteRequest set;
  set.set_substitute_id("sub");
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::SetSubstitute, set).status()), "SUBSTITUTE_TERM");
  SetTime(absl::Now() + absl::Hours(24), set.mutable_end_time());
  set.set_owner_id("somebody");
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::SetSubstitute, set).status()), "PERMISSION_DENIED");
  set.clear_owner_id();
  ASSERT_TRUE(handler_.Do(&v1::Casework::Stub::SetSubstitute, set).ok());
  EXPECT_THAT(Inbox(substitute, id, "u1"), Contains(task));
  EXPECT_TRUE(substitute.Get(id).ok());
  v1::EndSubstituteRequest end;
  end.set_substitute_id("sub");
  ASSERT_TRUE(substitute.Complete(id, task, "grant").ok());
  v1::ListEventsRequest events;
  events.set_case_id(id);
  const auto page = handler_.Do(&v1::Casework::Stub::ListEvents, events);
  ASSERT_TRUE(page.ok());
  const auto& last = page->events(page->events_size() - 1);
  EXPECT_EQ(last.actor_id(), "sub");
  EXPECT_NE(last.payload_json().find(R"("for":"u1")"), std::string::npos) << last.payload_json();
  ASSERT_TRUE(handler_.Do(&v1::Casework::Stub::EndSubstitute, end).ok());
  EXPECT_EQ(Inbox(substitute, id, "u1"), std::vector<int64_t>{-1});
}

TEST_F(Operations, AnImportedCalendarMovesDueDatesAndSaysWhich) {
  const auto [id, task] = Examined();
  const Caller administrator = As("w1", {"sf-1/workflow_admin"});
  v1::RecomputeClocksRequest request;
  request.set_run_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::RecomputeClocks, request).status()), "PERMISSION_DENIED");
  const auto clock_due = [&, id = id] { return absl::FromUnixSeconds(handler_.Get(id)->due_time().seconds()); };
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  const absl::Time before = clock_due();
  city_->PublishHoliday(absl::FormatTime("%Y-%m-%d", before - absl::Seconds(1), zone));  // the last day becomes a day off
  std::vector<v1::MovedClock> moved;
  ASSERT_TRUE(Eventually([&, id = id] {
    request.set_run_id(crypto::NewUuid());
    request.clear_page_token();
    do {
      const auto page = administrator.Do(&v1::Casework::Stub::RecomputeClocks, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return true;
      for (const auto& each : page->moved()) {
        if (each.case_id() == id) moved.push_back(each);
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return !moved.empty();
  }));
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(moved[0].clock(), "case");
  EXPECT_EQ(moved[0].why(), "calendar");
  EXPECT_GT(clock_due(), before);
}

}  // namespace
}  // namespace lianban::casework
