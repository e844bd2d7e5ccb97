// What happens meanwhile and afterwards: people go on working, servers are killed, a migration is undone.

#include "services/casework/migration/migration_for_test.h"

namespace lianban::casework {
namespace {

using ::testing::ElementsAre;

TEST_F(MigrationOfCases, WhatHappenedSinceThePreviewCounts) {
  const std::string goes_on = CaseAt("plain"), arrives = CaseAt(""), ends = CaseAt("plain");
  const auto preview = Preview(Admin(), Plan(2));
  EXPECT_EQ(preview->refused(), 2);
  const auto asked = Start(Admin(), Plan(2));
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Answer(goes_on, "examine", "done").ok());
  ASSERT_TRUE(Answer(arrives, "accept", "plain").ok());
  ASSERT_TRUE(Answer(ends, "examine", "done").ok());
  ASSERT_TRUE(Answer(ends, "close", "done").ok());
  ASSERT_TRUE(Approve(Approver(), asked->migration_id()).ok());
  ASSERT_TRUE(Comes(asked->migration_id(), "done"));
  auto states = StatesOf(asked->migration_id());
  EXPECT_EQ(states[goes_on], "moved");
  EXPECT_EQ(states[arrives], "refused MIGRATION_STEP_GONE");
  EXPECT_FALSE(states.contains(ends));
}

TEST_F(MigrationOfCases, AKilledServerGoesOnAndMovesNothingTwice) {
  std::vector<std::string> ids;
  for (int i = 0; i < 120; ++i) ids.push_back(CaseAt(""));
  const auto asked = Start(Admin(), Plan(2));
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Approve(Approver(), asked->migration_id()).ok());
  server_ = std::make_unique<TestServer>(city_);  // the old one goes in the middle of it
  ASSERT_TRUE(Comes(asked->migration_id(), "done"));
  server_->Stop();
  // Killed after the cases were moved and before that was noted; of some even the answers are forgotten.
  Put("UPDATE casework.migration_case SET state = 'waiting', attempt = 0 WHERE city_id = $1 AND case_id::text < '8';");
  Put("DELETE FROM casework.request WHERE city_id = $1 AND request_id::text < '8';");
  Put("UPDATE casework.migration SET state = 'running', lease_until = '-infinity' WHERE city_id = $1;");
  server_ = std::make_unique<TestServer>(city_);
  ASSERT_TRUE(Comes(asked->migration_id(), "done"));
  EXPECT_EQ(Look(asked->migration_id()).moved(), 120);
  for (const std::string& id : ids) EXPECT_EQ(Moves(id), 1) << id;
}

TEST_F(MigrationOfCases, UndoneTheCasesAreWhereTheyWere) {
  const std::string plain = CaseAt("plain"), worked = CaseAt("plain"), parallel = CaseAt("parallel");
  ASSERT_TRUE(Answer(parallel, "left", "ok").ok());
  const v1::Case before = Get(plain), parallel_before = Get(parallel);
  const v1::Migration done = Migrate(Plan(2, {{"examine", "review"}}));
  EXPECT_EQ(done.moved(), 3);
  ASSERT_TRUE(Answer(worked, "review", "done").ok());
  EXPECT_EQ(ReasonOf(Cancel(done.migration_id()).status()), "MIGRATION_STATE");
  ASSERT_TRUE(Undo(done.migration_id()).ok());
  EXPECT_TRUE(Undo(done.migration_id()).ok()) << "the same again";
  ASSERT_TRUE(Comes(done.migration_id(), "undone"));
  auto states = StatesOf(done.migration_id());
  EXPECT_EQ(states[plain], "undone");
  EXPECT_EQ(states[worked], "stayed MIGRATION_WORKED_ON");
  EXPECT_EQ(Look(done.migration_id()).stayed(), 1);
  for (const v1::Case& was : {before, parallel_before}) {
    const v1::Case now = Get(was.case_id());
    EXPECT_EQ(now.release(), 1);
    EXPECT_EQ(StepsOf(now), StepsOf(was));
    EXPECT_EQ(TimeOf(now.due_time()), TimeOf(was.due_time()));
    EXPECT_EQ(now.clocks_json(), was.clocks_json());
    EXPECT_EQ(Moves(was.case_id(), "move_back"), 1);
  }
  EXPECT_EQ(Get(worked).release(), 2);
  EXPECT_TRUE(Answer(plain, "examine", "done").ok());
  EXPECT_TRUE(Answer(parallel, "right", "ok").ok());
  EXPECT_THAT(StepsOf(Get(parallel)), ElementsAre("close"));
}

TEST_F(MigrationOfCases, ALightThatWentOffMeanwhileDoesNotKeepACase) {
  v1::StartCaseRequest start;
  start.set_request_id(crypto::NewUuid());
  start.set_process("moving");
  start.set_unit_id("jd-1");
  start.set_area_code("330602001");
  SetTime(absl::Now() - absl::Hours(10 * 24), start.mutable_receive_time());
  const auto at = Handler().Do(&v1::Casework::Stub::StartCase, start);
  ASSERT_TRUE(at.ok()) << at.status();
  const v1::Migration done = Migrate(Plan(3));
  ASSERT_EQ(done.moved(), 1) << done.DebugString();
  Put("UPDATE casework.timer SET lease_until = '-infinity' WHERE city_id = $1;");  // no grace for a late entry
  ASSERT_TRUE(Eventually([&] { return Moves(at->case_id(), "fire_timer") > 0; }));
  ASSERT_TRUE(Undo(done.migration_id()).ok());
  ASSERT_TRUE(Comes(done.migration_id(), "undone"));
  EXPECT_EQ(Look(done.migration_id()).undone(), 1) << Look(done.migration_id()).DebugString();
  EXPECT_EQ(Get(at->case_id()).release(), 1);
}

TEST_F(MigrationOfCases, TheListIsNewestFirst) {
  const auto first = Start(Admin(), Plan(2)), second = Start(Admin(), Plan(3));
  ASSERT_TRUE(first.ok() && second.ok());
  v1::ListMigrationsRequest request;
  request.set_page_size(1);
  std::vector<std::string> ids;
  do {
    const auto page = Do(Admin(), &v1::Migrations::Stub::ListMigrations, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& one : page->migrations()) ids.push_back(one.migration_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre(second->migration_id(), first->migration_id()));
  v1::MigrationPlan nowhere = Plan(2);
  nowhere.set_to_release(99);
  EXPECT_EQ(ReasonOf(Start(Admin(), nowhere).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Start(Admin(), Plan(2, {{"examine", "nirgends"}})).status()), "REQUEST_INVALID");
}

}  // namespace
}  // namespace lianban::casework
