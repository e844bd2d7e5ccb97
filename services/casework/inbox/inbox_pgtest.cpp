// The inbox: what lies on whose desk, in which order, page by page.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

using View = v1::ListTasksRequest;

class Inbox : public ::testing::Test {
 protected:
  Caller As(const std::string& user, const std::vector<std::string>& desks) {
    return Caller(server_, city_, city_.Person(user, desks));
  }
  v1::ListTasksResponse List(const Caller& caller, View::View view = View::VIEW_ALL, int page_size = 0,
                             const std::string& token = "") {
    v1::ListTasksRequest request;
    request.set_view(view);
    request.set_page_size(page_size);
    request.set_page_token(token);
    auto page = caller.Do(&v1::Casework::Stub::ListTasks, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.value_or(v1::ListTasksResponse());
  }
  void Claim(const Caller& caller, const v1::CommandResponse& at) {
    v1::ClaimTaskRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_case_id(at.case_id());
    request.set_task_no(at.opened_tasks(0).task_no());
    const auto claimed = caller.Do(&v1::Casework::Stub::ClaimTask, request);
    ASSERT_TRUE(claimed.ok()) << claimed.status();
  }

  TestCity city_;
  TestServer server_{city_};
  const Caller one_ = As("u1", {"jd-1/handler"});
  const Caller two_ = As("u2", {"jd-1/handler"});
};

TEST_F(Inbox, ShowsTheDeskUntilSomebodyClaims) {
  const auto at = one_.Start("repair");
  ASSERT_TRUE(at.ok()) << at.status();
  EXPECT_EQ(List(one_).tasks_size(), 1);
  EXPECT_EQ(List(two_).tasks_size(), 1);
  EXPECT_EQ(List(As("u3", {"jd-2/handler"})).tasks_size(), 0);
  EXPECT_EQ(List(As("u3", {"jd-1/window"})).tasks_size(), 0);

  Claim(one_, *at);
  EXPECT_EQ(List(one_).tasks_size(), 1);
  EXPECT_EQ(List(one_, View::VIEW_MINE).tasks_size(), 1);
  EXPECT_EQ(List(one_, View::VIEW_UNCLAIMED).tasks_size(), 0);
  EXPECT_EQ(List(two_).tasks_size(), 0);
  EXPECT_EQ(ReasonOf(two_.Complete(*at, "send").status()), "TASK_CLAIMED");

  v1::ReleaseTaskRequest release;
  release.set_request_id(crypto::NewUuid());
  release.set_case_id(at->case_id());
  release.set_task_no(at->opened_tasks(0).task_no());
  ASSERT_TRUE(one_.Do(&v1::Casework::Stub::ReleaseTask, release).ok());
  EXPECT_EQ(List(two_).tasks_size(), 1);
}

TEST_F(Inbox, ATaskThatIsDoneLeaves) {
  const auto at = one_.Start("single");
  ASSERT_TRUE(one_.Complete(*at, "done").ok());
  EXPECT_EQ(List(one_).tasks_size(), 0);
}

TEST_F(Inbox, PagesAreWholeAndSortedAcrossDesks) {
  const Caller both = As("u4", {"jd-1/handler", "jd-2/handler"});
  for (int i = 0; i < 23; ++i) {
    v1::StartCaseRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_process(i % 3 == 0 ? "single" : "repair");  // without and with a clock
    request.set_unit_id(i % 2 == 0 ? "jd-1" : "jd-2");
    ASSERT_TRUE(both.Do(&v1::Casework::Stub::StartCase, request).ok());
  }
  std::set<std::string> seen;
  std::vector<int64_t> due;
  std::string token;
  int pages = 0;
  do {
    const auto page = List(both, View::VIEW_ALL, 5, token);
    for (const auto& task : page.tasks()) {
      EXPECT_TRUE(seen.insert(task.case_id()).second);
      due.push_back(task.has_due_time() ? task.due_time().seconds() : INT64_MAX);
    }
    token = page.next_page_token();
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(seen.size(), 23u);
  EXPECT_EQ(pages, 5);
  EXPECT_TRUE(std::is_sorted(due.begin(), due.end()));
}

TEST_F(Inbox, APageTokenBelongsToItsQueryAndItsCaller) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(one_.Start("single").ok());
  v1::ListTasksRequest request;
  request.set_page_size(2);
  const auto first = one_.Do(&v1::Casework::Stub::ListTasks, request);
  ASSERT_TRUE(first.ok());
  ASSERT_FALSE(first->next_page_token().empty());
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(ReasonOf(two_.Do(&v1::Casework::Stub::ListTasks, request).status()), "PAGE_TOKEN_INVALID");
  request.set_process("single");
  EXPECT_EQ(ReasonOf(one_.Do(&v1::Casework::Stub::ListTasks, request).status()), "PAGE_TOKEN_INVALID");
  request.clear_process();
  request.set_page_token("AAAA" + first->next_page_token().substr(4));
  EXPECT_EQ(ReasonOf(one_.Do(&v1::Casework::Stub::ListTasks, request).status()), "PAGE_TOKEN_INVALID");
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(one_.Do(&v1::Casework::Stub::ListTasks, request)->tasks_size(), 1);
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(ReasonOf(one_.Do(&v1::Casework::Stub::ListTasks, request).status()), "REQUEST_INVALID");
  request.set_page_size(0);
  request.set_desk("jd-2/handler");
  EXPECT_EQ(ReasonOf(one_.Do(&v1::Casework::Stub::ListTasks, request).status()), "PERMISSION_DENIED");
}

TEST_F(Inbox, CountsByDesk) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(one_.Start("repair").ok());
  Claim(one_, *one_.Start("repair"));
  v1::CountTasksRequest request;
  const auto counts = one_.Do(&v1::Casework::Stub::CountTasks, request);
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_EQ(counts->desks_size(), 1);
  EXPECT_EQ(counts->desks(0).desk(), "jd-1/handler");
  EXPECT_EQ(counts->desks(0).open(), 4);
  EXPECT_EQ(counts->desks(0).overdue(), 0);
  EXPECT_EQ(counts->mine(), 1);
}

TEST_F(Inbox, ATaskShowsWhatItsFormNeeds) {
  const auto at = one_.Start("repair", R"({"body":"井盖松动"})");
  const auto next = one_.Complete(*at, "send");
  v1::GetTaskRequest request;
  request.set_case_id(at->case_id());
  request.set_task_no(next->opened_tasks(0).task_no());
  const auto task = one_.Do(&v1::Casework::Stub::GetTask, request);
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->step(), "handle");
  EXPECT_EQ(task->outcomes(0), "done");
  const auto fields = nlohmann::json::parse(task->form_json());
  EXPECT_EQ(fields[0]["value"], "井盖松动");
  EXPECT_EQ(fields[0]["editable"], true);
  EXPECT_EQ(ReasonOf(As("u9", {"sw-1/handler"}).Do(&v1::Casework::Stub::GetTask, request).status()), "NOT_FOUND");
}

TEST_F(Inbox, CasesAreListedToThoseWhoMaySeeThem) {
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(one_.Start("single").ok());
  const auto finished = one_.Start("single");
  ASSERT_TRUE(one_.Complete(*finished, "done").ok());
  const auto count = [&](const Caller& caller, const std::string& status, const std::string& unit) {
    v1::ListCasesRequest request;
    request.set_page_size(3);
    request.set_status(status);
    request.set_unit_id(unit);
    std::set<std::string> seen;
    std::string last = "g";
    do {
      const auto page = caller.Do(&v1::Casework::Stub::ListCases, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& line : page->cases()) {
        EXPECT_LT(line.case_id(), last);  // newest first
        last = line.case_id();
        seen.insert(line.case_id());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return seen.size();
  };
  EXPECT_EQ(count(one_, "", ""), 8u);
  EXPECT_EQ(count(one_, "running", ""), 7u);
  EXPECT_EQ(count(As("u5", {"sf-1/leader"}), "", ""), 8u);
  EXPECT_EQ(count(As("u5", {"sf-1/leader"}), "", "jd-1"), 8u);
  EXPECT_EQ(count(As("u5", {"sf-1/leader"}), "", "jd-2"), 0u);
  EXPECT_EQ(count(As("u9", {"sw-1/leader"}), "", ""), 0u);
  EXPECT_EQ(count(As("u9", {"sw-1/leader"}), "", "jd-1"), 0u);
}

}  // namespace
}  // namespace lianban::casework
