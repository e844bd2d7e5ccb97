#pragma once
// For tests: cases of the process "moving" in every state, and the calls that move them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/time/clock.h"
#include "lianban/casework/v1/migration.grpc.pb.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {

inline v1::MigrationPlan Plan(int to, const std::map<std::string, std::string>& renamed = {}) {
  v1::MigrationPlan plan;
  plan.set_process("moving");
  plan.add_from_releases(1);
  plan.set_to_release(to);
  for (const auto& [before, after] : renamed) (*plan.mutable_renamed())[before] = after;
  return plan;
}

class MigrationOfCases : public ::testing::Test {
 protected:
  // Of the server that runs now.
  Caller Handler() { return As("u1", {"jd-1/handler"}); }
  Caller Leader() { return As("boss", {"jd-1/leader"}); }
  Caller Admin() { return As("张三", {"zx-1/workflow_admin"}); }
  Caller Approver() { return As("李四", {"zx-1/workflow_approver"}); }
  Caller As(const std::string& user, const std::vector<std::string>& desks, const std::string& city = kCity) {
    return Caller(*server_, city_, city_.Person(user, desks, city));
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Do(const Caller& who, grpc::Status (v1::Migrations::Stub::*call)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
    grpc::ClientContext context;
    who.Authorize(context);
    Response response;
    const auto stub = v1::Migrations::NewStub(server_->channel());
    const grpc::Status status = (stub.get()->*call)(&context, request, &response);
    if (!status.ok()) return StatusFrom(status);
    return response;
  }

  // A case that has gone this way from its acceptance.
  std::string CaseAt(const std::string& way) {
    auto at = Handler().Start("moving");
    EXPECT_TRUE(at.ok()) << at.status();
    if (!way.empty()) at = Handler().Complete(*at, way);
    EXPECT_TRUE(at.ok()) << at.status();
    return at->case_id();
  }
  v1::Case Get(const std::string& case_id) {
    const auto view = Handler().Get(case_id);
    EXPECT_TRUE(view.ok()) << view.status();
    return view.ok() ? *view : v1::Case();
  }
  absl::Status Answer(const std::string& case_id, const std::string& step, const std::string& outcome,
                      const std::string& user = "u1") {
    const v1::Case view = Get(case_id);
    for (const auto& task : view.open_tasks()) {
      if (task.step() == step) return As(user, {"jd-1/handler"}).Complete(case_id, task.task_no(), outcome).status();
    }
    return absl::NotFoundError(step);
  }
  std::vector<v1::Event> Events(const std::string& case_id) {
    v1::ListEventsRequest request;
    request.set_case_id(case_id);
    const auto page = Handler().Do(&v1::Casework::Stub::ListEvents, request);
    return page.ok() ? std::vector<v1::Event>(page->events().begin(), page->events().end()) : std::vector<v1::Event>();
  }
  int Moves(const std::string& case_id, const std::string& type = "migrate") {
    int count = 0;
    for (const v1::Event& event : Events(case_id)) count += event.type() == type;
    return count;
  }

  absl::StatusOr<v1::PreviewMigrationResponse> Preview(const Caller& who, const v1::MigrationPlan& plan, int page_size = 0,
                                                       const std::string& show = "", const std::string& token = "") {
    v1::PreviewMigrationRequest request;
    *request.mutable_plan() = plan;
    request.set_page_size(page_size);
    request.set_show(show);
    request.set_page_token(token);
    return Do(who, &v1::Migrations::Stub::PreviewMigration, request);
  }
  absl::StatusOr<v1::Migration> Start(const Caller& who, const v1::MigrationPlan& plan, const std::string& reason = "法律修改",
                                      const std::string& request_id = crypto::NewUuid()) {
    v1::StartMigrationRequest request;
    request.set_request_id(request_id);
    *request.mutable_plan() = plan;
    request.set_reason(reason);
    return Do(who, &v1::Migrations::Stub::StartMigration, request);
  }
  absl::StatusOr<v1::Migration> Approve(const Caller& who, const std::string& id) {
    v1::ApproveMigrationRequest request;
    request.set_migration_id(id);
    return Do(who, &v1::Migrations::Stub::ApproveMigration, request);
  }
  absl::StatusOr<v1::Migration> Undo(const std::string& id) {
    v1::UndoMigrationRequest request;
    request.set_migration_id(id);
    request.set_reason("发现问题");
    return Do(Admin(), &v1::Migrations::Stub::UndoMigration, request);
  }
  absl::StatusOr<v1::Migration> Cancel(const std::string& id) {
    v1::CancelMigrationRequest request;
    request.set_migration_id(id);
    request.set_reason("不需要了");
    return Do(Admin(), &v1::Migrations::Stub::CancelMigration, request);
  }
  v1::Migration Look(const std::string& id) {
    v1::GetMigrationRequest request;
    request.set_migration_id(id);
    const auto found = Do(Admin(), &v1::Migrations::Stub::GetMigration, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? *found : v1::Migration();
  }
  bool Comes(const std::string& id, const std::string& state) {
    return Eventually([&] { return Look(id).state() == state; });
  }
  // Asked for, approved, done.
  v1::Migration Migrate(const v1::MigrationPlan& plan) {
    const auto asked = Start(Admin(), plan);
    EXPECT_TRUE(asked.ok()) << asked.status();
    EXPECT_TRUE(Approve(Approver(), asked->migration_id()).ok());
    EXPECT_TRUE(Comes(asked->migration_id(), "done"));
    return Look(asked->migration_id());
  }
  std::map<std::string, std::string> StatesOf(const std::string& id) {
    v1::ListMigrationCasesRequest request;
    request.set_migration_id(id);
    request.set_page_size(2);
    std::map<std::string, std::string> states;
    do {
      const auto page = Do(Admin(), &v1::Migrations::Stub::ListMigrationCases, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& one : page->cases()) states[one.case_id()] = one.state() + (one.code().empty() ? "" : " " + one.code());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return states;
  }
  // As if the process had been killed at that point.
  void Put(const std::string& statement) {
    const std::string query = "-- name: put\n" + statement + "\n";
    const std::map<std::string_view, std::string_view> sql = {{"sql/queries/put.sql", query}};
    const auto database = postgres::OpenDatabase(city_.database().Options("casework"), postgres::Queries(sql));
    const absl::Status done = database->RunTx(kCity, [](postgres::Transaction& tx) {
      return tx.Query("put", {std::string(kCity)}).status();
    });
    EXPECT_TRUE(done.ok()) << done;
  }

  TestCity city_;
  std::unique_ptr<TestServer> server_ = std::make_unique<TestServer>(city_);
};

inline std::vector<std::string> StepsOf(const v1::Case& view) { return {view.active_steps().begin(), view.active_steps().end()}; }

}  // namespace lianban::casework
