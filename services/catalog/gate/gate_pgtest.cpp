// The gate: what stands between an edit and a release, enforced by the server, step by step.

#include <array>
#include <thread>

#include "gmock/gmock.h"
#include "services/catalog/gate/greeting_for_test.h"
#include "services/catalog/moment.h"
#include "services/catalog/release/releases.h"

namespace lianban::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Stub = v1::Catalog::Stub;

class Gate : public CatalogOverGrpc {
 protected:
  Gate() : CatalogOverGrpc(&Scripts()) {}

  absl::StatusOr<v1::Draft> Put(const v1::Draft& draft, const rpc::Context& who = Admin()) {
    auto request = WithId<v1::PutDraftRequest>();
    *request.mutable_draft() = draft;
    return Call(&Stub::PutDraft, who, request);
  }
  absl::StatusOr<v1::Draft> Check(const v1::Draft& draft) {
    auto request = WithId<v1::CheckDraftRequest>();
    request.set_draft_id(draft.draft_id());
    request.set_version(draft.version());
    return Call(&Stub::CheckDraft, Admin(), request);
  }
  absl::StatusOr<v1::Draft> Decide(const v1::Draft& draft, const rpc::Context& who, bool approve = true,
                                   const std::string& reason = "") {
    auto request = WithId<v1::DecideDraftRequest>();
    request.set_draft_id(draft.draft_id());
    request.set_version(draft.version());
    request.set_hash(draft.hash());
    request.set_approve(approve);
    request.set_reason(reason);
    return Call(&Stub::DecideDraft, who, request);
  }
  static v1::PublishReleaseRequest PublishOf(const v1::Draft& draft) {
    auto request = WithId<v1::PublishReleaseRequest>();
    request.set_draft_id(draft.draft_id());
    return request;
  }
  absl::StatusOr<v1::Release> PublishDraft(const v1::Draft& draft) {
    return Call(&Stub::PublishRelease, Admin(), PublishOf(draft));
  }
  v1::Draft Approved(const v1::Draft& draft) { return Decide(Check(Put(draft).value()).value(), Approver()).value(); }
  int InForce(const std::string& area) {
    v1::GetReleaseRequest request;
    request.set_process("greeting");
    request.set_area_code(area);
    const auto release = Call(&Stub::GetRelease, Clerk(), request);
    return release.ok() ? release->number() : 0;
  }
};

TEST_F(Gate, NothingIsPublishedWithoutDraftCheckAndApproval) {
  auto bare = WithId<v1::PublishReleaseRequest>();
  bare.set_process("greeting");
  *bare.mutable_bundle() = Greeting().bundle();
  EXPECT_EQ(ReasonOf(Call(&Stub::PublishRelease, Admin(), bare).status()), "DRAFT_REQUIRED");
  const auto draft = Put(Greeting());
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(ReasonOf(PublishDraft(*draft).status()), "DRAFT_NOT_APPROVED");
  EXPECT_EQ(ReasonOf(Decide(*draft, Approver()).status()), "DRAFT_NOT_CHECKED");
  const auto checked = Check(*draft);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->state(), v1::Draft::STATE_CHECKED);
  EXPECT_EQ(ReasonOf(PublishDraft(*checked).status()), "DRAFT_NOT_APPROVED");
  ASSERT_TRUE(Decide(*checked, Approver()).ok());
  const auto release = PublishDraft(*checked);
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(release->number(), 1);
  EXPECT_EQ(ReasonOf(PublishDraft(*checked).status()), "DRAFT_PUBLISHED");
}

TEST_F(Gate, WhoWroteAnyVersionCannotApprove) {
  // Two authors, both with the role of an approver as well.
  rpc::Context first = Admin(), second = Approver();
  first.add_desks()->set_role("workflow_approver");
  second.add_desks()->set_role("workflow_admin");
  auto draft = Put(Greeting(), first).value();
  *draft.mutable_bundle() = Greeting("你好").bundle();
  draft = Put(draft, second).value();
  EXPECT_EQ(draft.version(), 2);
  EXPECT_THAT(draft.editors(), ElementsAre("方水燕", "侯伟军"));
  const auto checked = Check(draft).value();
  EXPECT_EQ(ReasonOf(Decide(checked, first).status()), "SECOND_PERSON_REQUIRED");
  EXPECT_EQ(ReasonOf(Decide(checked, second).status()), "SECOND_PERSON_REQUIRED");
  rpc::Context third = Approver();
  third.set_user_id("u3");
  EXPECT_TRUE(Decide(checked, third).ok());
}

TEST_F(Gate, ApprovingNeedsItsRoleAndAPerson) {
  const auto checked = Check(Put(Greeting()).value()).value();
  rpc::Context other = Admin();
  other.set_user_id("u9");
  EXPECT_EQ(ReasonOf(Decide(checked, other).status()), "PERMISSION_DENIED");
  rpc::Context machine = Approver();
  machine.set_actor_class(identity::v1::ACTOR_CLASS_SYSTEM);
  EXPECT_EQ(ReasonOf(Decide(checked, machine).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Put(Greeting(), Clerk()).status()), "PERMISSION_DENIED");
}

TEST_F(Gate, AnEditTakesBackCheckAndApproval) {
  v1::Draft draft = Approved(Greeting());
  *draft.mutable_bundle() = Greeting("您好").bundle();
  const auto edited = Put(draft);
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->state(), v1::Draft::STATE_EDITING);
  EXPECT_EQ(edited->approver(), "");
  EXPECT_EQ(ReasonOf(PublishDraft(*edited).status()), "DRAFT_NOT_APPROVED");
  // Whoever still has the old version in hand cannot overwrite or approve.
  EXPECT_EQ(ReasonOf(Put(draft).status()), "DRAFT_CHANGED");
  EXPECT_EQ(ReasonOf(Decide(draft, Approver()).status()), "DRAFT_CHANGED");
}

TEST_F(Gate, ADraftIsReturnedWithAReason) {
  const auto checked = Check(Put(Greeting()).value()).value();
  EXPECT_EQ(ReasonOf(Decide(checked, Approver(), false).status()), "REASON_REQUIRED");
  const auto returned = Decide(checked, Approver(), false, "请补上依据");
  ASSERT_TRUE(returned.ok());
  EXPECT_EQ(returned->state(), v1::Draft::STATE_RETURNED);
  EXPECT_EQ(returned->decision_reason(), "请补上依据");
  EXPECT_EQ(ReasonOf(PublishDraft(checked).status()), "DRAFT_NOT_APPROVED");
}

TEST_F(Gate, EveryVersionOfADraftStays) {
  auto draft = Put(Greeting("一")).value();
  *draft.mutable_bundle() = Greeting("二").bundle();
  draft = Put(draft).value();
  v1::GetDraftRequest request;
  request.set_draft_id(draft.draft_id());
  request.set_version(1);
  EXPECT_THAT(Call(&Stub::GetDraft, Clerk(), request)->bundle().files().at("process.lua"), HasSubstr("一"));
  EXPECT_EQ(Call(&Stub::ListDrafts, Clerk(), v1::ListDraftsRequest())->drafts_size(), 1);
}

TEST_F(Gate, TooLittleCoverageStandsInTheWay) {
  auto parameters = WithId<v1::SetParametersRequest>();
  auto& minimum = *parameters.add_parameters();
  minimum.set_key("gate.coverage");
  minimum.set_value_json("90");
  ASSERT_TRUE(Call(&Stub::SetParameters, Admin(), parameters).ok());
  const auto checked = Check(Put(Greeting()).value());
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_FALSE(checked->report().passed());
  EXPECT_EQ(checked->report().steps().all(), 3);
  EXPECT_EQ(checked->report().steps().touched(), 2);
  EXPECT_EQ(ReasonOf(Decide(*checked, Approver()).status()), "DRAFT_NOT_CHECKED");
  EXPECT_EQ(ReasonOf(Publish(Greeting()).status()), "COVERAGE_LOW");
}

TEST_F(Gate, AnUnsoundScriptDoesNotPass) {
  v1::Draft draft = Greeting();
  (*draft.mutable_bundle()->mutable_files())["process.lua"] = R"(return workflow "greeting" { steps = {
    fork "start" { to = { "a", "b" } },
    task "a" { by = role "window", on = { done = "end_a" } }, task "b" { by = role "window", on = { done = "a" } },
    finish "end_a" {} } })";
  draft.mutable_bundle()->mutable_files()->erase("scenarios.lua");
  const auto checked = Check(Put(draft).value());
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_FALSE(checked->report().passed());
  EXPECT_EQ(ReasonOf(Publish(draft).status()), "BUNDLE_REFUSED");
}

TEST_F(Gate, ReleaseTakesEffectOnItsDate) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  const v1::Draft draft = Approved(Greeting("您好"));
  auto request = PublishOf(draft);
  *request.mutable_effective_time() = MomentOf(absl::ToUnixMicros(absl::Now() + absl::Hours(24)));
  ASSERT_EQ(Call(&Stub::PublishRelease, Admin(), request)->number(), 2);
  EXPECT_EQ(InForce(""), 1);
}

TEST_F(Gate, StagedReleaseHoldsWhereItWasPutAndIsWidened) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  auto request = PublishOf(Approved(Greeting("您好")));
  request.add_area_codes("330602");
  ASSERT_EQ(Call(&Stub::PublishRelease, Admin(), request)->number(), 2);
  EXPECT_EQ(InForce("330602001"), 2);
  EXPECT_EQ(InForce("330603"), 1);
  auto widen = WithId<v1::SetReleaseScopeRequest>();
  widen.set_process("greeting");
  widen.set_number(2);
  widen.add_area_codes("330603");
  ASSERT_TRUE(Call(&Stub::SetReleaseScope, Admin(), widen).ok());
  EXPECT_EQ(InForce("330603001"), 2);
  EXPECT_EQ(InForce("330681"), 1);
  EXPECT_EQ(InForce(""), 1);
}

TEST_F(Gate, RollBackIsANewReleaseWithTheOldBundle) {
  const auto first = Publish(Greeting()).value();
  ASSERT_TRUE(Publish(Greeting("您好")).ok());
  auto request = WithId<v1::RollBackReleaseRequest>();
  request.set_process("greeting");
  request.set_to_number(1);
  EXPECT_EQ(ReasonOf(Call(&Stub::RollBackRelease, Admin(), request).status()), "REASON_REQUIRED");
  request.set_reason("新版本时限算错");
  const auto back = Call(&Stub::RollBackRelease, Admin(), request);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->number(), 3);
  EXPECT_EQ(back->rolled_back_to(), 1);
  EXPECT_EQ(back->hash(), first.hash());
  EXPECT_EQ(InForce(""), 3);
}

TEST_F(Gate, AreaIsAdaptedOverTheReleaseAboveAndKeepsItUntilPublishedAgain) {
  EXPECT_EQ(ReasonOf(Check(Put(Adapted("3306", "title = \"绍兴问候\"")).value()).status()), "RELEASE_ABOVE_MISSING");
  ASSERT_TRUE(Publish(Greeting()).ok());
  const auto city = Publish(Adapted("3306", "title = \"绍兴问候\""));
  ASSERT_TRUE(city.ok()) << Localized(city.status(), "zh-CN");
  EXPECT_EQ(city->title(), "绍兴问候");
  EXPECT_EQ(InForce("330602"), 2);
  EXPECT_EQ(InForce(""), 1);
  ASSERT_EQ(Publish(Greeting("您好"))->number(), 3);
  EXPECT_EQ(InForce("330602"), 2);  // the adaptation stands on what it was checked on
  const auto again = Check(Put(Adapted("3306", "title = \"绍兴问候\"")).value());
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(again->report().base_moves_size(), 1);
  EXPECT_EQ(again->report().base_moves(0).path(), "title");
  EXPECT_EQ(again->report().base_moves(0).fate(), "conflict");
}

TEST_F(Gate, ALockedPartStopsAnAdaptation) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  const auto status = Publish(Adapted("3306", "steps = { finish \"finished\" { result = \"x\" } }")).status();
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail) << status;
  EXPECT_EQ(detail->reason, "BUNDLE_REFUSED");
  EXPECT_EQ(detail->violations[0].metadata.at("code"), "OVERLAY_LOCKED");
  EXPECT_THAT(detail->violations[0].metadata.at("message"), HasSubstr("章程第三条"));
}

TEST_F(Gate, WhatWasApprovedIsWhatIsPublished) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  const v1::Draft city = Approved(Adapted("3306", "title = \"绍兴问候\""));
  ASSERT_TRUE(Publish(Greeting("您好")).ok());
  EXPECT_EQ(ReasonOf(PublishDraft(city).status()), "BASE_MOVED");
}

TEST_F(Gate, TheRecordHoldsEverything) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  v1::GetReleaseRequest request;
  request.set_process("greeting");
  request.set_number(1);
  const auto record = Call(&Stub::GetReleaseRecord, Clerk(), request);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->release().approver(), "侯伟军");
  EXPECT_EQ(record->release().author(), "方水燕");
  EXPECT_EQ(record->draft().report().hash(), record->release().hash());
  EXPECT_EQ(record->draft().report().soundness(), "sound");
  EXPECT_EQ(record->draft().report().scenarios_passed(), 1);
  EXPECT_EQ(record->draft().report().what_if().skipped(), "以前没有发布过 (no release before this one)");
  ASSERT_EQ(record->scopes_size(), 1);
  EXPECT_EQ(record->scopes(0).set_by(), "方水燕");
}

// Two drafts of one process were approved against the same release: the second would undo the first, unread.
TEST_F(Gate, AReportThatComparesWithAnEarlierReleaseHasExpired) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  const v1::Draft one = Approved(Greeting("您好")), two = Approved(Greeting("大家好"));
  ASSERT_EQ(PublishDraft(one)->number(), 2);
  EXPECT_EQ(ReasonOf(PublishDraft(two).status()), "RELEASE_MOVED");
  const auto again = Check(two);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(ReasonOf(PublishDraft(*again).status()), "DRAFT_NOT_APPROVED") << "and is approved again";
  ASSERT_TRUE(Decide(*again, Approver()).ok());
  EXPECT_EQ(PublishDraft(*again)->number(), 3);
}

TEST_F(Gate, OfTwoWhoPublishAtOnceOneIsTooLate) {
  for (const char* text : {"第一版", "第二版"}) {
    const v1::Draft drafts[] = {Approved(Greeting(std::string(text) + "甲")), Approved(Greeting(std::string(text) + "乙"))};
    std::array<std::string, 2> reasons;
    {
      std::vector<std::jthread> both;
      for (int who : {0, 1}) both.emplace_back([&, who] { reasons[who] = ReasonOf(PublishDraft(drafts[who]).status()); });
    }
    EXPECT_THAT(reasons, testing::UnorderedElementsAre("", "RELEASE_MOVED"));
  }
}

TEST_F(Gate, AnEarlierReleaseComesBackByRollBackOnly) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  ASSERT_TRUE(Publish(Greeting("您好")).ok());
  auto scope = WithId<v1::SetReleaseScopeRequest>();
  scope.set_process("greeting");
  scope.set_number(1);
  EXPECT_EQ(ReasonOf(Call(&Stub::SetReleaseScope, Admin(), scope).status()), "RELEASE_SUPERSEDED");
  scope.set_request_id(crypto::NewUuid());
  scope.add_area_codes("330602");
  EXPECT_EQ(ReasonOf(Call(&Stub::SetReleaseScope, Admin(), scope).status()), "RELEASE_SUPERSEDED");
  EXPECT_EQ(InForce("330602"), 2);
}

// The one that waits came first: its clock says so. It must see what was published meanwhile all the same.
TEST_F(Gate, WhoCameFirstAndIsLateSeesWhatWasPublishedMeanwhile) {
  const v1::Draft one = Approved(Greeting("甲")), two = Approved(Greeting("乙"));
  const auto own = postgres::OpenDatabase(database_.Options("catalog"), postgres::Queries(sql::EmbeddedFiles()));
  const Change earlier{Admin(), absl::Now()};
  ASSERT_TRUE(PublishDraft(two).ok());
  EXPECT_EQ(ReasonOf(PublishRelease(*own, earlier, PublishOf(one)).status()), "RELEASE_MOVED");
}

// A district decides for itself and what lies in it: not for its city, nor for its neighbour.
TEST_F(Gate, NobodyDecidesOutsideTheirArea) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  rpc::Context admin = Admin(), approver = Approver();
  admin.set_area_code("330602");
  approver.set_area_code("330603001");
  EXPECT_EQ(ReasonOf(Put(Greeting("您好"), admin).status()), "OUTSIDE_YOUR_AREA");
  EXPECT_EQ(ReasonOf(Put(Adapted("330603", "title = \"x\""), admin).status()), "OUTSIDE_YOUR_AREA");
  const auto checked = Check(Put(Adapted("330602", "title = \"越城问候\""), admin).value()).value();
  EXPECT_EQ(ReasonOf(Decide(checked, approver).status()), "OUTSIDE_YOUR_AREA");
  ASSERT_TRUE(Decide(checked, Approver()).ok());
  const v1::Draft base = Approved(Greeting("您好"));
  EXPECT_EQ(ReasonOf(Call(&Stub::PublishRelease, admin, PublishOf(base)).status()), "OUTSIDE_YOUR_AREA");
  EXPECT_TRUE(Call(&Stub::PublishRelease, admin, PublishOf(checked)).ok());
  auto back = WithId<v1::RollBackReleaseRequest>();
  back.set_process("greeting");
  back.set_to_number(1);
  back.set_reason("试试");
  EXPECT_EQ(ReasonOf(Call(&Stub::RollBackRelease, admin, back).status()), "OUTSIDE_YOUR_AREA");
  auto parameters = WithId<v1::SetParametersRequest>();
  auto& minimum = *parameters.add_parameters();
  minimum.set_key("gate.coverage");
  minimum.set_value_json("0");
  EXPECT_EQ(ReasonOf(Call(&Stub::SetParameters, admin, parameters).status()), "OUTSIDE_YOUR_AREA") << "nor for how much is proved";
}

TEST_F(Gate, ScopesOutsideTheAreaAreRefused) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  auto request = PublishOf(Approved(Adapted("3306", "title = \"x\"")));
  request.add_area_codes("330100");
  EXPECT_EQ(ReasonOf(Call(&Stub::PublishRelease, Admin(), request).status()), "SCOPE_OUTSIDE");
}

}  // namespace
}  // namespace lianban::catalog
