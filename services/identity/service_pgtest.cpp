#include <thread>

#include "gmock/gmock.h"
#include "services/identity/test_service.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/rls_check.h"

namespace lianban::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(Identity, KeepsTheCitiesApartInEveryTable) {
  EXPECT_THAT(postgres::FindRlsFaults(database_.superuser(), "identity").value(), IsEmpty());
}

TEST_F(Identity, BootstrapsACityOnce) {
  EXPECT_EQ(ReasonOf(BootstrapCity(*db_, keys_, kCity, "绍兴市", "other", kPassword)), "CITY_EXISTS");
  EXPECT_EQ(ReasonOf(SignIn("other", kPassword).status()), "SIGN_IN_FAILED");
}

TEST_F(Identity, NeedsACallerForEveryMethodButThree) {
  const auto refused = [&](const absl::Status& status) { EXPECT_EQ(ReasonOf(status), "UNAUTHENTICATED"); };
  refused(Call(&v1::Identity::Stub::ChangePassword, "", v1::ChangePasswordRequest()).status());
  refused(Call(&v1::Identity::Stub::ListAreas, "", v1::ListAreasRequest()).status());
  refused(Call(&v1::Identity::Stub::ImportAreas, "", v1::ImportAreasRequest()).status());
  refused(Call(&v1::Identity::Stub::ListUnits, "", v1::ListUnitsRequest()).status());
  refused(Call(&v1::Identity::Stub::PutUnit, "", v1::PutUnitRequest()).status());
  refused(Call(&v1::Identity::Stub::AbolishUnit, "", v1::AbolishUnitRequest()).status());
  refused(Call(&v1::Identity::Stub::ListUsers, "", v1::ListUsersRequest()).status());
  refused(Call(&v1::Identity::Stub::PutUser, "", v1::PutUserRequest()).status());
  refused(Call(&v1::Identity::Stub::DisableUser, "", v1::DisableUserRequest()).status());
  refused(Call(&v1::Identity::Stub::GrantRole, "", v1::GrantRoleRequest()).status());
  refused(Call(&v1::Identity::Stub::RevokeRole, "", v1::RevokeRoleRequest()).status());
  refused(Call(&v1::Identity::Stub::ListSessions, "", v1::ListSessionsRequest()).status());
  refused(Call(&v1::Identity::Stub::EndSession, "", v1::EndSessionRequest()).status());
  EXPECT_EQ(v1::Identity::service_full_name(), std::string("lianban.identity.v1.Identity"));
  EXPECT_EQ(v1::SignInRequest::descriptor()->file()->FindServiceByName("Identity")->method_count(), 13 + 3);
}

TEST_F(Identity, LetsOnlyAdministratorsChangeAnything) {
  const auto admin = As("admin");
  ASSERT_TRUE(PutUser(admin, User("zhang", "admin-3306", {"window"})).ok());
  const auto window = As("zhang");
  const auto refused = [&](const absl::Status& status) { EXPECT_EQ(ReasonOf(status), "PERMISSION_DENIED") << status; };
  refused(ImportAreas(window, {{"33", "浙江省", "", "province", ""}}));
  refused(PutUnit(window, Unit("sf-330602", "330602")).status());
  refused(PutUser(window, User("li", "admin-3306", {"window"})).status());
  refused(
      Call(&v1::Identity::Stub::GrantRole, window, Role<v1::GrantRoleRequest>("x", "admin-3306", "leader")).status());
  refused(Call(&v1::Identity::Stub::ListUsers, window, v1::ListUsersRequest()).status());
  refused(Call(&v1::Identity::Stub::ListSessions, window, v1::ListSessionsRequest()).status());
  refused(Call(&v1::Identity::Stub::ListSessions, admin, v1::ListSessionsRequest()).status());
  const auto system = signer_.Sign(rpc::SystemContext(kCity, absl::Now()));
  refused(PutUnit(system, Unit("sf-330602", "330602")).status());
  EXPECT_TRUE(Call(&v1::Identity::Stub::ListUnits, system, v1::ListUnitsRequest()).ok());
}

TEST_F(Identity, DoesAWriteOnce) {
  const auto admin = As("admin");
  const auto request = User("zhang", "admin-3306", {"window"});
  const auto first = PutUser(admin, request).value();
  EXPECT_EQ(PutUser(admin, request)->user_id(), first.user_id());
  auto other = User("li", "admin-3306", {"window"});
  other.set_request_id(request.request_id());
  EXPECT_EQ(ReasonOf(PutUser(admin, other).status()), "REQUEST_ID_REUSED");
  other.set_request_id("1");
  EXPECT_EQ(ReasonOf(PutUser(admin, other).status()), "REQUEST_ID_REQUIRED");
}

TEST_F(Identity, DoesAWriteOnceWhenItIsSentTwiceAtTheSameTime) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  for (int i = 0; i < 5; ++i) {
    const auto request = Unit("u" + std::to_string(i), "330602");
    absl::StatusOr<v1::Unit> answers[2];
    std::thread other([&] { answers[0] = PutUnit(admin, request); });
    answers[1] = PutUnit(admin, request);
    other.join();
    ASSERT_TRUE(answers[0].ok() && answers[1].ok()) << answers[0].status() << answers[1].status();
    EXPECT_EQ(answers[0]->etag(), answers[1]->etag());
  }
}

TEST_F(Identity, KnowsNothingOfAnotherCity) {
  const auto admin = As("admin"), neighbour = As("admin", "330100");
  const auto user = PutUser(admin, User("zhang", "admin-3306", {"window"})).value();
  EXPECT_EQ(Call(&v1::Identity::Stub::ListUsers, neighbour, v1::ListUsersRequest())->users_size(), 1);
  EXPECT_EQ(Call(&v1::Identity::Stub::ListUnits, neighbour, v1::ListUnitsRequest())->units(0).unit_id(), "admin-3301");
  v1::DisableUserRequest disable;
  disable.set_request_id(crypto::NewUuid());
  disable.set_user_id(user.user_id());
  disable.set_reason("x");
  const auto theirs = Call(&v1::Identity::Stub::DisableUser, neighbour, disable).status();
  EXPECT_EQ(ReasonOf(theirs), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(PutUser(neighbour, User("li", "admin-3306", {})).status()), "UNIT_UNKNOWN");
}

TEST_F(Identity, LeavesAnAuditEntryForEveryChange) {
  const auto admin = As("admin");
  ASSERT_TRUE(PutUser(admin, User("zhang", "admin-3306", {"window"})).ok());
  (void)SignIn("zhang", "wrong password");
  const auto superuser = postgres::AdminConnection::Connect(database_.superuser()).value();
  const auto rows =
      superuser->Query("SELECT action FROM identity.audit_entry WHERE city_id = '330600' ORDER BY entry_id").value();
  std::vector<std::string> actions;
  for (int i = 0; i < rows->size(); ++i) actions.push_back(rows->GetString(i, 0));
  EXPECT_THAT(actions, ElementsAre("CityBootstrapped", "SignedIn", "UserPut", "SignInFailed"));
  const auto service = postgres::AdminConnection::Connect(database_.connection() + " user=lianban_identity").value();
  EXPECT_FALSE(
      service->Execute("BEGIN; SELECT set_config('app.city', '330600', true); DELETE FROM identity.audit_entry; COMMIT")
          .ok());
}

}  // namespace
}  // namespace lianban::identity
