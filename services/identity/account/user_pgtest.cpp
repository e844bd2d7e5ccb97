#include <thread>

#include "services/identity/test_service.h"

namespace lianban::identity {
namespace {

TEST_F(Identity, ChangesRolesAndEndsTheSessionsOfWhomTheyConcern) {
  const auto admin = As("admin");
  const auto user = PutUser(admin, User("zhang", "admin-3306", {"window"})).value();
  const auto token = Token("zhang");
  const auto grant = Role<v1::GrantRoleRequest>(user.user_id(), "admin-3306", "leader");
  EXPECT_EQ(Call(&v1::Identity::Stub::GrantRole, admin, grant)->desks_size(), 2);
  EXPECT_FALSE(IsOpen(token));
  const auto again = Token("zhang");
  EXPECT_EQ(Call(&v1::Identity::Stub::GrantRole, admin, grant)->desks_size(), 2);  // the same request
  EXPECT_TRUE(IsOpen(again));
  const auto revoke = Role<v1::RevokeRoleRequest>(user.user_id(), "admin-3306", "window");
  EXPECT_EQ(Call(&v1::Identity::Stub::RevokeRole, admin, revoke)->desks(0).role(), "leader");
  EXPECT_FALSE(IsOpen(again));
}

TEST_F(Identity, KeepsAdministratorsSeparateAndAtLeastOne) {
  const auto admin_user = SignIn("admin", kPassword)->user();
  const auto admin = As("admin");
  EXPECT_EQ(ReasonOf(PutUser(admin, User("both", "admin-3306", {"system_admin", "auditor"})).status()),
            "ROLE_CONFLICT");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::GrantRole, admin,
                          Role<v1::GrantRoleRequest>(admin_user.user_id(), "admin-3306", "security_admin"))
                         .status()),
            "ROLE_CONFLICT");
  const auto revoke = Role<v1::RevokeRoleRequest>(admin_user.user_id(), "admin-3306", "system_admin");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::RevokeRole, admin, revoke).status()), "LAST_ADMINISTRATOR");
  v1::DisableUserRequest disable;
  disable.set_request_id(crypto::NewUuid());
  disable.set_user_id(admin_user.user_id());
  disable.set_reason("离职");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::DisableUser, admin, disable).status()), "LAST_ADMINISTRATOR");
  ASSERT_TRUE(PutUser(admin, User("second", "admin-3306", {"system_admin"})).ok());
  EXPECT_TRUE(Call(&v1::Identity::Stub::RevokeRole, admin, revoke).ok());
}

// Two administrators take the role from each other at the same moment: one of them stays.
TEST_F(Identity, TwoAdministratorsCannotRemoveEachOther) {
  const auto admin = As("admin");
  const auto first = SignIn("admin", kPassword)->user();
  const auto second = PutUser(admin, User("second", "admin-3306", {"system_admin"})).value();
  const auto other = As("second");
  std::atomic<int> removed = 0;
  const auto remove = [&](const std::string& caller, const std::string& whom) {
    removed +=
        Call(&v1::Identity::Stub::RevokeRole, caller, Role<v1::RevokeRoleRequest>(whom, "admin-3306", "system_admin"))
            .ok();
  };
  std::thread one(remove, admin, second.user_id());
  remove(other, first.user_id());
  one.join();
  EXPECT_EQ(removed, 1);
}

TEST_F(Identity, LetsADistrictAdministratorChangeTheOwnDistrictOnly) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  for (const auto& [id, area] : {std::pair{"yc", "330602"}, {"kq", "330603"}})
    ASSERT_TRUE(PutUnit(admin, Unit(id, area)).ok());
  const auto kq_user = PutUser(admin, User("kq.user", "kq", {"window"})).value();
  ASSERT_TRUE(PutUser(admin, User("yc.admin", "yc", {"system_admin"})).ok());
  const auto district = As("yc.admin");
  EXPECT_TRUE(PutUnit(district, Unit("yc-ts", "330602001")).ok());
  EXPECT_TRUE(PutUser(district, User("yc.user", "yc", {"window"})).ok());
  const auto outside = [&](const absl::Status& status) { EXPECT_EQ(ReasonOf(status), "OUTSIDE_YOUR_AREA") << status; };
  outside(PutUnit(district, Unit("kq-x", "330603")).status());
  outside(PutUnit(district, Unit("kq", "330602")).status());  // taken over from next door
  outside(ImportAreas(district, {{"330602", "越城区", "3306", "district", ""}}));
  outside(PutUser(district, User("kq.user2", "kq", {"window"})).status());
  auto spy = User("spy", "yc", {"window"});
  spy.mutable_user()->mutable_desks(0)->set_unit_id("kq");
  outside(PutUser(district, spy).status());
  auto takeover = User("kq.user", "yc", {"window"});
  takeover.mutable_user()->set_user_id(kq_user.user_id());
  outside(PutUser(district, takeover).status());
  outside(Call(&v1::Identity::Stub::GrantRole, district, Role<v1::GrantRoleRequest>(kq_user.user_id(), "kq", "leader"))
              .status());
}

TEST_F(Identity, PutsUsers) {
  const auto admin = As("admin");
  auto user = PutUser(admin, User("zhang", "admin-3306", {"window", "leader"})).value();
  EXPECT_EQ(user.desks_size(), 2);
  EXPECT_EQ(ReasonOf(PutUser(admin, User("ZHANG", "admin-3306", {"window"})).status()), "LOGIN_TAKEN");
  EXPECT_EQ(ReasonOf(PutUser(admin, User("li si", "admin-3306", {"window"})).status()), "LOGIN_INVALID");
  EXPECT_EQ(ReasonOf(PutUser(admin, User("li", "admin-3306", {"Window"})).status()), "ROLE_INVALID");
  EXPECT_EQ(ReasonOf(PutUser(admin, User("li", "nowhere", {})).status()), "UNIT_UNKNOWN");

  const auto token = Token("zhang");
  v1::PutUserRequest change;
  *change.mutable_user() = user;
  change.mutable_user()->set_name("张三丰");
  change.set_request_id(crypto::NewUuid());
  user = PutUser(admin, change).value();
  EXPECT_EQ(user.name(), "张三丰");
  EXPECT_TRUE(IsOpen(token));  // nothing that concerns rights
  change.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(PutUser(admin, change).status()), "ENTRY_CHANGED");
  change.mutable_user()->set_etag(user.etag());
  change.set_initial_password("a new password");
  change.set_request_id(crypto::NewUuid());
  ASSERT_TRUE(PutUser(admin, change).ok());
  EXPECT_FALSE(IsOpen(token));
  EXPECT_FALSE(SignIn("zhang", kPassword).ok());
  EXPECT_TRUE(SignIn("zhang", "a new password").ok());
}

TEST_F(Identity, ShowsColleaguesNamesButNoLogins) {
  const auto admin = As("admin");
  ASSERT_TRUE(PutUser(admin, User("zhang", "admin-3306", {"window"})).ok());
  v1::ListUsersRequest request;
  request.set_unit_id("admin-3306");
  EXPECT_EQ(Call(&v1::Identity::Stub::ListUsers, admin, request)->users(0).login().empty(), false);
  const auto seen = Call(&v1::Identity::Stub::ListUsers, As("zhang"), request).value();
  ASSERT_EQ(seen.users_size(), 2);
  EXPECT_EQ(seen.users(0).login(), "");
  EXPECT_NE(seen.users(0).name(), "");
}

}  // namespace
}  // namespace lianban::identity
