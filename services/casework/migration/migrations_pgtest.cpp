// Running cases go to another release, through gRPC on a real database: preview, approval, and cases in every state.

#include "services/casework/migration/migration_for_test.h"

namespace lianban::casework {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(MigrationOfCases, PreviewCountsEveryRunningCaseAndWritesNothing) {
  const std::string plain = CaseAt("plain"), fresh = CaseAt(""), ended = CaseAt("plain");
  CaseAt("parallel"), CaseAt("several");
  ASSERT_TRUE(Answer(ended, "examine", "done").ok());
  ASSERT_TRUE(Answer(ended, "close", "done").ok());
  auto preview = Preview(Admin(), Plan(2));
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->total(), 4);
  EXPECT_EQ(preview->examined(), 4);
  EXPECT_EQ(preview->changes(), 3);
  ASSERT_EQ(preview->groups_size(), 1);
  EXPECT_EQ(preview->groups(0).code(), "MIGRATION_STEP_GONE");
  EXPECT_EQ(preview->groups(0).place(), "examine");
  EXPECT_THAT(preview->groups(0).zh(), HasSubstr("审查"));
  EXPECT_THAT(preview->groups(0).sample_case_ids(), ElementsAre(plain));
  EXPECT_EQ(preview->deadlines().earlier(), 3);
  EXPECT_EQ(preview->deadlines().days().at(-4), 3);

  preview = Preview(Admin(), Plan(2, {{"examine", "review"}}));
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->refused(), 0);
  EXPECT_EQ(preview->tasks().moved(), 1);
  EXPECT_EQ(preview->tasks().changed(), 5) << "their due date is another one";
  EXPECT_EQ(Get(plain).release(), 1);
  EXPECT_EQ(Events(plain).size(), 2u);
}

TEST_F(MigrationOfCases, PagesOfAPreviewAddUpAndOpenTheirGroups) {
  std::vector<std::string> plain;
  for (int i = 0; i < 3; ++i) plain.push_back(CaseAt("plain"));
  for (int i = 0; i < 4; ++i) CaseAt("");
  std::vector<std::string> shown;
  int examined = 0, refused = 0;
  std::string token;
  do {
    const auto page = Preview(Admin(), Plan(2), 2, "MIGRATION_STEP_GONE", token);
    ASSERT_TRUE(page.ok()) << page.status();
    examined += page->examined();
    refused += page->refused();
    for (const auto& one : page->cases()) shown.push_back(one.case_id());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(examined, 7);
  EXPECT_EQ(refused, 3);
  EXPECT_THAT(shown, ::testing::UnorderedElementsAreArray(plain));
}

TEST_F(MigrationOfCases, NothingMovesBeforeASecondPersonHasApproved) {
  const std::string id = CaseAt("");
  const Caller both = As("张三", {"zx-1/workflow_admin", "zx-1/workflow_approver"});
  EXPECT_EQ(ReasonOf(Start(both, Plan(2), "").status()), "REASON_REQUIRED");
  EXPECT_EQ(ReasonOf(Start(Approver(), Plan(2)).status()), "PERMISSION_DENIED");
  const std::string request_id = crypto::NewUuid();
  const auto asked = Start(both, Plan(2), "法律修改", request_id);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->state(), "asked");
  EXPECT_EQ(Start(both, Plan(2), "法律修改", request_id)->migration_id(), asked->migration_id());
  EXPECT_EQ(ReasonOf(Start(both, Plan(3), "法律修改", request_id).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Approve(both, asked->migration_id()).status()), "MIGRATION_SECOND_PERSON");
  EXPECT_EQ(ReasonOf(Approve(Handler(), asked->migration_id()).status()), "PERMISSION_DENIED");
  EXPECT_EQ(Get(id).release(), 1);
  EXPECT_EQ(Cancel(asked->migration_id())->state(), "cancelled");
  EXPECT_EQ(ReasonOf(Approve(Approver(), asked->migration_id()).status()), "MIGRATION_STATE");
}

TEST_F(MigrationOfCases, OfficialsOfOtherAreasAndCitiesHaveNoSay) {
  CaseAt("");
  const Caller street = As("街道", {"jd-1/workflow_admin"}), other = As("别处", {"zx-1/workflow_admin"}, "330700");
  EXPECT_EQ(ReasonOf(Preview(street, Plan(2)).status()), "MIGRATION_AREA");
  v1::MigrationPlan own = Plan(2), foreign = Plan(2);
  own.set_area_code("330602001");
  foreign.set_area_code("330602002");
  EXPECT_EQ(Preview(street, own)->total(), 1);
  EXPECT_EQ(ReasonOf(Preview(street, foreign).status()), "MIGRATION_AREA");
  EXPECT_EQ(Preview(Admin(), foreign)->total(), 0) << "no case of that area";
  const auto asked = Start(Admin(), Plan(2));
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(Approve(As("街道批准", {"jd-1/workflow_approver"}), asked->migration_id()).status()), "MIGRATION_AREA");
  EXPECT_EQ(ReasonOf(Approve(As("外市", {"zx-1/workflow_approver"}, "330700"), asked->migration_id()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Preview(other, Plan(2)).status()), "MIGRATION_AREA");
  EXPECT_EQ(ReasonOf(Preview(Handler(), Plan(2)).status()), "PERMISSION_DENIED");
}

TEST_F(MigrationOfCases, CasesInEveryStateMoveAndGoOn) {
  const std::string plain = CaseAt("plain"), parallel = CaseAt("parallel"), several = CaseAt("several"), child = CaseAt("child"),
                    paused = CaseAt("plain");
  ASSERT_TRUE(Answer(parallel, "left", "ok").ok());
  ASSERT_TRUE(Answer(several, "opinions", "ok").ok());
  v1::ActOnCaseRequest suspend;
  suspend.set_request_id(crypto::NewUuid());
  suspend.set_case_id(paused);
  suspend.set_action("suspend");
  suspend.set_reason("等鉴定");
  ASSERT_TRUE(Leader().Do(&v1::Casework::Stub::ActOnCase, suspend).ok());
  const auto due = TimeOf(Get(plain).due_time());
  const v1::Migration done = Migrate(Plan(2, {{"examine", "review"}}));
  EXPECT_EQ(done.total(), 5);
  EXPECT_EQ(done.moved(), 5) << done.DebugString();
  for (const std::string& id : {plain, parallel, several, child, paused}) EXPECT_EQ(Get(id).release(), 2) << id;
  EXPECT_EQ(TimeOf(Get(plain).due_time()), due - absl::Hours(4 * 24));
  EXPECT_THAT(StepsOf(Get(plain)), ElementsAre("review"));
  EXPECT_TRUE(Answer(plain, "review", "done").ok());
  EXPECT_TRUE(Answer(parallel, "right", "ok").ok());
  EXPECT_THAT(StepsOf(Get(parallel)), ElementsAre("close"));
  EXPECT_EQ(ReasonOf(Answer(several, "opinions", "ok")), "ANSWERED_BEFORE") << "it is known who has answered";
  EXPECT_TRUE(Answer(several, "opinions", "ok", "u2").ok());
  EXPECT_THAT(StepsOf(Get(several)), ElementsAre("close"));
  ASSERT_TRUE(Eventually([&] { return Get(child).children_size() == 1; }));
  const std::string single = Get(child).children(0).case_id();
  ASSERT_TRUE(Answer(single, "do", "done").ok());
  EXPECT_TRUE(Eventually([&] { return StepsOf(Get(child)) == std::vector<std::string>{"close"}; }));
  suspend.set_request_id(crypto::NewUuid());
  suspend.set_action("resume");
  EXPECT_TRUE(Leader().Do(&v1::Casework::Stub::ActOnCase, suspend).ok());
  EXPECT_TRUE(Answer(paused, "review", "done").ok());
}

TEST_F(MigrationOfCases, TheHistoryOfACaseSaysWhyItMoved) {
  const std::string id = CaseAt("plain");
  Migrate(Plan(2, {{"examine", "review"}}));
  const auto events = Events(id);
  ASSERT_EQ(events.back().type(), "migrate");
  EXPECT_EQ(events.back().actor_class(), "system");
  EXPECT_EQ(events.back().release(), 2);
  const auto payload = nlohmann::json::parse(events.back().payload_json());
  const std::string zh = payload["facts"][0]["explanation"]["zh"], en = payload["facts"][0]["explanation"]["en"];
  EXPECT_THAT(zh, HasSubstr("由第1版迁移到第2版；“审查”改为“复核”；法定期限由"));
  EXPECT_THAT(zh, HasSubstr("张三 提出；李四 批准；理由：法律修改"));
  EXPECT_THAT(en, HasSubstr("moved from release 1 to release 2"));
}

TEST_F(MigrationOfCases, WhoCannotMoveStaysAndIsListedWithTheReason) {
  const std::string plain = CaseAt("plain"), parallel = CaseAt("parallel"), several = CaseAt("several");
  ASSERT_TRUE(Answer(parallel, "left", "ok").ok());
  v1::Migration done = Migrate(Plan(3));
  EXPECT_EQ(done.moved(), 1);
  EXPECT_EQ(done.refused(), 2);
  auto states = StatesOf(done.migration_id());
  EXPECT_EQ(states[plain], "moved");
  EXPECT_EQ(states[parallel], "refused MIGRATION_JOIN_CHANGED");
  EXPECT_EQ(states[several], "refused MIGRATION_INSTANCES_CHANGED");
  EXPECT_EQ(done.groups_size(), 2);
  // The author says: ask again.
  done = Migrate(Plan(3, {{"opinions", "opinions"}}));
  EXPECT_EQ(done.moved(), 1);
  const auto view = Get(several);
  EXPECT_EQ(view.release(), 3);
  EXPECT_EQ(view.open_tasks_size(), 2);
  EXPECT_TRUE(Answer(several, "opinions", "ok").ok());
  EXPECT_THAT(StepsOf(Get(several)), ElementsAre("close"));
}

}  // namespace
}  // namespace lianban::casework
