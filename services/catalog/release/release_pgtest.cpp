// Releases, with the real script workers behind the check.
#include <fstream>

#include "gmock/gmock.h"
#include "services/catalog/gate/greeting_for_test.h"

namespace lianban::catalog {
namespace {

using testing::HasSubstr;
using Stub = v1::Catalog::Stub;

class ReleasesOverGrpc : public CatalogOverGrpc {
 protected:
  ReleasesOverGrpc() : CatalogOverGrpc(&Scripts()) {}
};

constexpr char kWelcomeScript[] = R"lua(
return workflow "greeting" {
  title = "问候",
  steps = {
    task "hello" { title = "打招呼", by = role "window", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}
)lua";

constexpr char kWelcomeScenarios[] = R"lua(
return {
  scenario "打过招呼就结束" {
    given = { at = "2026-03-03 10:20" },
    story = {
      { act = "complete", task = "hello", outcome = "done" },
      { expect = { status = "finished", result = "RESULT" } },
    },
  },
}
)lua";

std::string Scenarios(const std::string& result) {
  std::string text = kWelcomeScenarios;
  return text.replace(text.find("RESULT"), 6, result);
}

v1::Draft Welcome(const std::string& script = kWelcomeScript, const std::string& scenarios = Scenarios("done")) {
  v1::Draft draft;
  draft.set_process("greeting");
  draft.set_note("第一版");
  draft.mutable_bundle()->set_main("process.lua");
  (*draft.mutable_bundle()->mutable_files())["process.lua"] = script;
  (*draft.mutable_bundle()->mutable_files())["scenarios.lua"] = scenarios;
  return draft;
}

std::string WithTitle(const std::string& title) {
  std::string script = kWelcomeScript;
  return script.replace(script.find("问候"), std::string("问候").size(), title);
}

TEST_F(ReleasesOverGrpc, PublishesNumberedReleasesWithAuthorAndHash) {
  const auto first = Publish(Welcome());
  ASSERT_TRUE(first.ok()) << Localized(first.status(), "zh-CN");
  EXPECT_EQ(first->number(), 1);
  EXPECT_EQ(first->title(), "问候");
  EXPECT_EQ(first->author(), "方水燕");
  EXPECT_EQ(first->scenarios_passed(), 1);
  EXPECT_EQ(first->hash().size(), 64u);
  const auto second = Publish(Welcome(WithTitle("问候二")));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->number(), 2);

  v1::GetReleaseRequest get;
  get.set_process("greeting");
  EXPECT_EQ(Call(&Stub::GetRelease, Clerk(), get)->number(), 2);
  get.set_number(1);
  const auto old = Call(&Stub::GetRelease, Clerk(), get);
  EXPECT_EQ(old->bundle().files().at("process.lua"), kWelcomeScript);
  EXPECT_EQ(old->hash(), first->hash());
  get.set_number(3);
  EXPECT_EQ(ReasonOf(Call(&Stub::GetRelease, Clerk(), get).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetRelease, Clerk("330100"), get).status()), "NOT_FOUND");
}

TEST_F(ReleasesOverGrpc, FaultyScriptIsRefusedWithPlaceAndReason) {
  const auto status = Publish(Welcome("return workflow \"greeting\" {\n  title = \"x\",,\n}")).status();
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail) << status;
  EXPECT_EQ(detail->reason, "BUNDLE_REFUSED");
  ASSERT_FALSE(detail->violations.empty());
  EXPECT_THAT(detail->violations[0].field, HasSubstr("process.lua:2"));
  EXPECT_EQ(Call(&Stub::ListReleases, Clerk(), v1::ListReleasesRequest())->releases_size(), 0);
}

TEST_F(ReleasesOverGrpc, FailingScenarioStandsInTheWay) {
  const auto status = Publish(Welcome(kWelcomeScript, Scenarios("refused"))).status();
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail) << status;
  EXPECT_EQ(detail->reason, "SCENARIOS_FAILED");
  ASSERT_EQ(detail->violations.size(), 1u);
  EXPECT_EQ(detail->violations[0].metadata.at("title"), "打过招呼就结束");
}

TEST_F(ReleasesOverGrpc, NameOfScriptAndReleaseAgree) {
  auto draft = Welcome();
  draft.set_process("farewell");
  EXPECT_EQ(ReasonOf(Publish(draft).status()), "PROCESS_NAME_MISMATCH");
}

TEST_F(ReleasesOverGrpc, EndlessScriptIsRefusedAndTheServiceLives) {
  EXPECT_EQ(ReasonOf(Publish(Welcome("while true do end")).status()), "BUNDLE_REFUSED");
  EXPECT_TRUE(Publish(Welcome()).ok());
}

TEST_F(ReleasesOverGrpc, CheckSaysWhatIsWrongAndStoresNothing) {
  v1::CheckBundleRequest request;
  *request.mutable_bundle() = Welcome().bundle();
  EXPECT_TRUE(Call(&Stub::CheckBundle, Admin(), request)->clean());
  (*request.mutable_bundle()->mutable_files())["process.lua"] = "return workflow \"greeting\" { steps = {} }";
  const auto checked = Call(&Stub::CheckBundle, Admin(), request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_FALSE(checked->clean());
  ASSERT_GT(checked->diagnostics_size(), 0);
  EXPECT_EQ(checked->diagnostics(0).severity(), v1::Diagnostic::SEVERITY_ERROR);
  EXPECT_EQ(ReasonOf(Call(&Stub::CheckBundle, Clerk(), request).status()), "PERMISSION_DENIED");
  EXPECT_EQ(Call(&Stub::ListReleases, Clerk(), v1::ListReleasesRequest())->releases_size(), 0);
}

TEST_F(ReleasesOverGrpc, ListsReleasesLatestFirstAndWhatIsInForce) {
  for (const char* title : {"一", "二", "三"}) {
    ASSERT_TRUE(Publish(Welcome(WithTitle(title))).ok());
  }
  v1::ListReleasesRequest request;
  request.set_process("greeting");
  request.set_page_size(2);
  const auto first = Call(&Stub::ListReleases, Clerk(), request);
  ASSERT_EQ(first->releases_size(), 2);
  EXPECT_EQ(first->releases(0).number(), 3);
  EXPECT_FALSE(first->releases(0).has_bundle());
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListReleases, Clerk(), request);
  ASSERT_EQ(second->releases_size(), 1);
  EXPECT_EQ(second->releases(0).title(), "一");
  const auto in_force = Call(&Stub::ListReleases, Clerk(), v1::ListReleasesRequest());
  ASSERT_EQ(in_force->releases_size(), 1);
  EXPECT_EQ(in_force->releases(0).number(), 3);
}

TEST_F(ReleasesOverGrpc, ItemOfAPublishedProcessCanBeEnabled) {
  ASSERT_TRUE(Publish(Welcome()).ok());
  v1::PutItemRequest request;
  request.set_request_id(crypto::NewUuid());
  request.mutable_item()->set_code("HI01");
  request.mutable_item()->set_name("问候");
  request.mutable_item()->set_process("greeting");
  request.mutable_item()->set_enabled(true);
  EXPECT_TRUE(Call(&Stub::PutItem, Admin(), request).ok());
}

// What the product ships must pass its own gate.
TEST_F(ReleasesOverGrpc, ShippedDecisionTablesAreAccepted) {
  for (const char* city : {"shaoxing", "trial311", "trial_messages"}) {
    std::ifstream in(std::string("workflows/cities/") + city + "/tables/routing.csv");
    ASSERT_TRUE(in) << city;
    v1::PutTableRequest request;
    request.set_request_id(crypto::NewUuid());
    request.mutable_table()->set_name("routing");
    request.mutable_table()->set_csv(std::string{std::istreambuf_iterator<char>(in), {}});
    const auto put = Call(&Stub::PutTable, Admin(), request);
    EXPECT_TRUE(put.ok()) << city << " " << Localized(put.status(), "zh-CN");
  }
}

}  // namespace
}  // namespace lianban::catalog
