// The service over a real database and real gRPC.

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/identity_service.h"
#include "services/identity/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/rls_check.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/channels.h"

namespace lianban::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kCity[] = "330600", kPassword[] = "a good password";

class Identity : public testing::Test {
 protected:
  Identity() {
    keys_.pepper = std::string(32, 'p');
    for (const char* city : {kCity, "330100"}) {
      const auto status = BootstrapCity(*db_, keys_, city, "绍兴市", "admin", kPassword);
      EXPECT_TRUE(status.ok()) << status;
    }
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    channels_.UseLocal(server_.get());
    stub_ = v1::Identity::NewStub(channels_.To("identity"));
  }
  ~Identity() override { server_->Shutdown(); }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Identity::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const std::string& signed_context, const Request& request) {
    grpc::ClientContext call;
    if (!signed_context.empty()) call.AddMetadata(rpc::kContextKey, signed_context);
    Response response;
    const auto status = rpc::FromGrpc((stub_.get()->*method)(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::SignInResponse> SignIn(const std::string& login, const std::string& password,
                                            const std::string& client = "10.0.0.1", const std::string& city = kCity) {
    v1::SignInRequest request;
    request.set_city_id(city);
    request.set_login(login);
    request.set_password(password);
    request.set_client(client);
    return Call(&v1::Identity::Stub::SignIn, "", request);
  }
  absl::StatusOr<v1::GetContextResponse> Context(const std::string& token) {
    v1::GetContextRequest request;
    request.set_session_token(token);
    return Call(&v1::Identity::Stub::GetContext, "", request);
  }
  bool IsOpen(const std::string& token) {
    const auto context = Context(token);
    EXPECT_EQ(ReasonOf(context.status()), context.ok() ? "" : "UNAUTHENTICATED");
    return context.ok();
  }
  std::string Token(const std::string& login, const std::string& password = kPassword) {
    const auto session = SignIn(login, password);
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? session->session_token() : "";
  }
  std::string As(const std::string& login, const std::string& city = kCity) {
    return Context(SignIn(login, kPassword, "10.0.0.1", city)->session_token())->signed_context();
  }

  absl::Status ImportAreas(const std::string& caller, const std::vector<std::array<std::string, 5>>& areas) {
    v1::ImportAreasRequest request;
    request.set_request_id(crypto::NewUuid());
    for (const auto& [code, name, parent, level, from] : areas) {
      auto* area = request.add_areas();
      area->set_code(code);
      area->set_name(name);
      area->set_parent(parent);
      area->set_level(level);
      area->set_valid_from(from);
    }
    return Call(&v1::Identity::Stub::ImportAreas, caller, request).status();
  }
  void ImportShaoxing(const std::string& caller) {
    const auto status = ImportAreas(caller, {{"33", "浙江省", "", "province", ""}, {"3306", "绍兴市", "33", "city", ""},
                                             {"330602", "越城区", "3306", "district", ""}, {"330603", "柯桥区", "3306", "district", ""},
                                             {"330602001", "塔山街道", "330602", "street", ""}});
    ASSERT_TRUE(status.ok()) << status;
  }

  static v1::PutUnitRequest Unit(const std::string& id, const std::string& area, const std::string& parent = "") {
    v1::PutUnitRequest request;
    request.set_request_id(crypto::NewUuid());
    auto* unit = request.mutable_unit();
    unit->set_unit_id(id);
    unit->set_name("机构" + id);
    unit->set_kind("department");
    unit->set_level("district");
    unit->set_area_code(area);
    unit->set_parent(parent);
    return request;
  }
  absl::StatusOr<v1::Unit> PutUnit(const std::string& caller, const v1::PutUnitRequest& request) {
    return Call(&v1::Identity::Stub::PutUnit, caller, request);
  }

  static v1::PutUserRequest User(const std::string& login, const std::string& unit, const std::vector<std::string>& roles) {
    v1::PutUserRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_initial_password(kPassword);
    auto* user = request.mutable_user();
    user->set_login(login);
    user->set_name("张三");
    user->set_unit_id(unit);
    for (const auto& role : roles) {
      auto* desk = user->add_desks();
      desk->set_unit_id(unit);
      desk->set_role(role);
    }
    return request;
  }
  absl::StatusOr<v1::User> PutUser(const std::string& caller, const v1::PutUserRequest& request) {
    return Call(&v1::Identity::Stub::PutUser, caller, request);
  }

  template <class Request>
  static Request Role(const std::string& user_id, const std::string& unit, const std::string& role) {
    Request request;
    request.set_request_id(crypto::NewUuid());
    request.set_user_id(user_id);
    request.mutable_desk()->set_unit_id(unit);
    request.mutable_desk()->set_role(role);
    request.set_reason("岗位调整");
    return request;
  }

  postgres::TestDatabase database_{{{"identity", sql::EmbeddedFiles()}}};
  std::unique_ptr<postgres::Database> db_ = OpenIdentityDatabase(database_.connection(), 4);
  crypto::Keys keys_;
  std::atomic<int64_t> seconds_later_ = 0;
  const rpc::ContextSigner signer_{std::string(32, 'k')};
  rpc::Executor reading_{4, 100}, hashing_{2, 100};
  IdentityService service_{{*db_, keys_, signer_, [this] { return absl::Now() + absl::Seconds(seconds_later_.load()); }},
                           reading_, hashing_};
  rpc::Channels channels_{{}, {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Identity::Stub> stub_;
};

TEST_F(Identity, KeepsTheCitiesApartInEveryTable) {
  EXPECT_THAT(postgres::FindRlsFaults(database_.superuser(), "identity").value(), IsEmpty());
}

TEST_F(Identity, BootstrapsACityOnce) {
  EXPECT_EQ(ReasonOf(BootstrapCity(*db_, keys_, kCity, "绍兴市", "other", kPassword)), "CITY_EXISTS");
  EXPECT_EQ(ReasonOf(SignIn("other", kPassword).status()), "SIGN_IN_FAILED");
}

TEST_F(Identity, TurnsASessionIntoASignedContext) {
  const auto session = SignIn("Admin", kPassword).value();
  EXPECT_EQ(session.user().login(), "admin");
  const auto response = Context(session.session_token()).value();
  const auto caller = signer_.Verify(response.signed_context(), absl::Now()).value();
  EXPECT_EQ(caller.city_id(), kCity);
  EXPECT_EQ(caller.user_id(), session.user().user_id());
  EXPECT_EQ(caller.area_code(), "3306");
  ASSERT_EQ(caller.desks_size(), 1);
  EXPECT_EQ(caller.desks(0).role(), "system_admin");
  EXPECT_LE(caller.expire_time().seconds() - caller.issue_time().seconds(), 60);
}

TEST_F(Identity, AnswersAlikeForWrongPasswordUnknownAndDisabledAccounts) {
  const auto admin = As("admin");
  const auto user = PutUser(admin, User("zhang", "admin-3306", {"window"})).value();
  v1::DisableUserRequest disable;
  disable.set_request_id(crypto::NewUuid());
  disable.set_user_id(user.user_id());
  disable.set_reason("离职");
  ASSERT_TRUE(Call(&v1::Identity::Stub::DisableUser, admin, disable).ok());
  const auto wrong = SignIn("admin", "wrong password").status();
  EXPECT_EQ(ReasonOf(wrong), "SIGN_IN_FAILED");
  EXPECT_EQ(SignIn("nobody", kPassword).status(), wrong);
  EXPECT_EQ(SignIn("zhang", kPassword).status(), wrong);
  EXPECT_EQ(SignIn("'; drop", kPassword).status(), wrong);
  EXPECT_EQ(SignIn("admin", std::string(5000, 'x')).status(), wrong);
  EXPECT_EQ(SignIn("admin", kPassword, "10.0.0.1", "999999").status(), wrong);
}

TEST_F(Identity, DelaysSignInsAfterFailuresAndForgetsThemAfterASuccess) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonOf(SignIn("admin", "wrong password").status()), "SIGN_IN_FAILED");
  seconds_later_ = 0;
  const auto delayed = SignIn("admin", kPassword).status();
  EXPECT_EQ(ReasonOf(delayed), "SIGN_IN_DELAYED");
  EXPECT_EQ(DetailOf(delayed)->metadata.at("seconds"), "1");
  EXPECT_TRUE(SignIn("admin", kPassword, "10.0.0.2").ok());  // the owner, from the usual place
  seconds_later_ = 2;
  EXPECT_EQ(ReasonOf(SignIn("admin", "wrong password").status()), "SIGN_IN_FAILED");
  seconds_later_ = 3;
  EXPECT_EQ(ReasonOf(SignIn("admin", kPassword).status()), "SIGN_IN_DELAYED");
  seconds_later_ = 5;
  EXPECT_TRUE(SignIn("admin", kPassword).ok());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonOf(SignIn("admin", "wrong password").status()), "SIGN_IN_FAILED");
}

TEST_F(Identity, ParallelGuessesGainNothing) {
  std::atomic<int> checked = 0;
  std::vector<std::thread> guesses;
  for (int i = 0; i < 12; ++i) {
    guesses.emplace_back([&] { checked += ReasonOf(SignIn("admin", "wrong password").status()) == "SIGN_IN_FAILED"; });
  }
  for (auto& guess : guesses) guess.join();
  EXPECT_GE(checked, 5);
  EXPECT_LE(checked, 7);  // five are free; a second may pass while they run
}

TEST_F(Identity, DelaysAnAddressThatTriesManyAccounts) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ReasonOf(SignIn("user" + std::to_string(i), "guess guess").status()), "SIGN_IN_FAILED");
  EXPECT_EQ(ReasonOf(SignIn("admin", kPassword).status()), "SIGN_IN_DELAYED");
  EXPECT_TRUE(SignIn("admin", kPassword, "10.0.0.2").ok());
}

TEST_F(Identity, EndsSessionsAfterIdleAndAbsoluteTime) {
  const auto idle = Token("admin"), used = Token("admin");
  seconds_later_ = 29 * 60;
  EXPECT_TRUE(IsOpen(used));
  seconds_later_ = 31 * 60;
  EXPECT_FALSE(IsOpen(idle));
  EXPECT_TRUE(IsOpen(used));
  for (int minutes = 31; minutes < 12 * 60; minutes += 25) {
    seconds_later_ = minutes * 60;
    ASSERT_TRUE(IsOpen(used)) << minutes;
  }
  seconds_later_ = 12 * 60 * 60 + 1;
  EXPECT_FALSE(IsOpen(used));
}

TEST_F(Identity, EndsASessionAtOnceOnSignOut) {
  const auto token = Token("admin"), other = Token("admin");
  v1::SignOutRequest request;
  request.set_session_token(token);
  EXPECT_TRUE(Call(&v1::Identity::Stub::SignOut, "", request).ok());
  EXPECT_TRUE(Call(&v1::Identity::Stub::SignOut, "", request).ok());
  EXPECT_FALSE(IsOpen(token));
  EXPECT_TRUE(IsOpen(other));
}

TEST_F(Identity, DoesNotAcceptATokenUnderAnotherCity) {
  const auto token = Token("admin");
  EXPECT_FALSE(IsOpen("330100" + token.substr(6)));
  EXPECT_FALSE(IsOpen(""));
  EXPECT_FALSE(IsOpen(token + "A"));
}

TEST_F(Identity, StoresNothingThatSignsAnybodyIn) {
  const auto token = Token("admin");
  const auto superuser = postgres::AdminConnection::Connect(database_.superuser()).value();
  std::string dump;
  for (const char* table : {"session", "account", "audit_entry", "request", "sign_in_failure"}) {
    const auto rows = superuser->Query(std::string("SELECT t::text FROM identity.") + table + " t").value();
    for (int i = 0; i < rows->size(); ++i) dump += rows->GetString(i, 0);
  }
  EXPECT_THAT(dump, HasSubstr("argon2id"));
  EXPECT_THAT(dump, Not(HasSubstr(token.substr(7))));
  EXPECT_THAT(dump, Not(HasSubstr(crypto::Hex(token))));
  EXPECT_THAT(dump, Not(HasSubstr(kPassword)));
}

TEST_F(Identity, ChangesAPasswordAndEndsEverySession) {
  const auto token = Token("admin"), other = Token("admin");
  const auto caller = Context(token)->signed_context();
  v1::ChangePasswordRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_old_password("not the old one");
  request.set_new_password("an even better one");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::ChangePassword, caller, request).status()), "PASSWORD_WRONG");
  request.set_old_password(kPassword);
  request.set_new_password("12345678");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::ChangePassword, caller, request).status()), "PASSWORD_GUESSABLE");
  request.set_new_password("an even better one");
  EXPECT_TRUE(Call(&v1::Identity::Stub::ChangePassword, caller, request).ok());
  EXPECT_TRUE(Call(&v1::Identity::Stub::ChangePassword, caller, request).ok());  // repeated
  EXPECT_FALSE(IsOpen(token));
  EXPECT_FALSE(IsOpen(other));
  EXPECT_FALSE(SignIn("admin", kPassword).ok());
  EXPECT_TRUE(SignIn("admin", "an even better one").ok());
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
  refused(Call(&v1::Identity::Stub::GrantRole, window, Role<v1::GrantRoleRequest>("x", "admin-3306", "leader")).status());
  refused(Call(&v1::Identity::Stub::ListUsers, window, v1::ListUsersRequest()).status());
  refused(Call(&v1::Identity::Stub::ListSessions, window, v1::ListSessionsRequest()).status());
  refused(Call(&v1::Identity::Stub::ListSessions, admin, v1::ListSessionsRequest()).status());
  const auto system = signer_.Sign(rpc::SystemContext(kCity, absl::Now()));
  refused(PutUnit(system, Unit("sf-330602", "330602")).status());
  EXPECT_TRUE(Call(&v1::Identity::Stub::ListUnits, system, v1::ListUnitsRequest()).ok());
}

TEST_F(Identity, ListsAreasLevelByLevelOrAllBelow) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  v1::ListAreasRequest request;
  request.set_parent("3306");
  request.set_page_size(1);
  auto page = Call(&v1::Identity::Stub::ListAreas, admin, request).value();
  EXPECT_EQ(page.areas(0).name(), "越城区");
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(Call(&v1::Identity::Stub::ListAreas, admin, request)->areas(0).name(), "柯桥区");
  request.Clear();
  request.set_recursive(true);
  EXPECT_EQ(Call(&v1::Identity::Stub::ListAreas, admin, request)->areas_size(), 5);
  request.set_page_token("%%");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::ListAreas, admin, request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(Identity, KeepsOldAreasWhenACodeIsGivenAnew) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  ASSERT_TRUE(ImportAreas(admin, {{"330603", "柯桥新区", "3306", "district", "2020-01-01"}}).ok());
  v1::ListAreasRequest request;
  request.set_parent("3306");
  const auto areas = Call(&v1::Identity::Stub::ListAreas, admin, request).value();
  ASSERT_EQ(areas.areas_size(), 2);
  EXPECT_EQ(areas.areas(1).name(), "柯桥新区");
  const auto superuser = postgres::AdminConnection::Connect(database_.superuser()).value();
  const auto old = superuser->Query("SELECT name, valid_to FROM identity.area WHERE code = '330603' AND valid_to IS NOT NULL").value();
  ASSERT_EQ(old->size(), 1);
  EXPECT_EQ(old->Get(0, 1), "2020-01-01");
}

TEST_F(Identity, RefusesAreasThatAreNotATree) {
  const auto admin = As("admin");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"330602", "越城区", "3306", "district", ""}})), "AREA_TREE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"3306", "绍兴市", "3306", "city", ""}})), "AREA_TREE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"330x", "绍兴市", "", "city", ""}})), "AREA_CODE_FORM");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"33", "浙江省", "", "country", ""}})), "CHOICE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"33", "浙江省", "", "province", "2023-02-29"}})), "CHOICE_INVALID");
}

TEST_F(Identity, PutsAndListsUnits) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  const auto unit = PutUnit(admin, Unit("sf-330602", "330602", "admin-3306")).value();
  auto change = Unit("sf-330602", "330602", "admin-3306");
  change.mutable_unit()->set_name("越城区司法局");
  change.mutable_unit()->set_etag(unit.etag());
  EXPECT_EQ(PutUnit(admin, change)->name(), "越城区司法局");
  change.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(PutUnit(admin, change).status()), "ENTRY_CHANGED");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("x", "330699")).status()), "AREA_UNKNOWN");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("x", "330602", "nowhere")).status()), "UNIT_UNKNOWN");

  v1::ListUnitsRequest request;
  request.set_area_code("330602");
  auto units = Call(&v1::Identity::Stub::ListUnits, admin, request).value();
  ASSERT_EQ(units.units_size(), 1);
  request.set_etag(units.etag());
  EXPECT_TRUE(Call(&v1::Identity::Stub::ListUnits, admin, request)->not_modified());
  ASSERT_TRUE(PutUnit(admin, Unit("mz-330602", "330602")).ok());
  EXPECT_EQ(Call(&v1::Identity::Stub::ListUnits, admin, request)->units_size(), 2);
}

TEST_F(Identity, RefusesAUnitAboveItself) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  ASSERT_TRUE(PutUnit(admin, Unit("a", "330602")).ok());
  ASSERT_TRUE(PutUnit(admin, Unit("b", "330602", "a")).ok());
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("a", "330602", "b")).status()), "UNIT_LOOP");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("a", "330602", "a")).status()), "UNIT_LOOP");
}

TEST_F(Identity, HandsPeopleAndUnitsOfAnAbolishedUnitToItsSuccessor) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  for (const char* id : {"old", "new", "newest"}) ASSERT_TRUE(PutUnit(admin, Unit(id, "330602")).ok());
  ASSERT_TRUE(PutUnit(admin, Unit("below", "330602001", "old")).ok());
  ASSERT_TRUE(PutUser(admin, User("zhang", "old", {"window"})).ok());
  const auto token = Token("zhang");
  v1::AbolishUnitRequest request;
  const auto abolish = [&](const std::string& unit, const std::string& successor) {
    request.set_request_id(crypto::NewUuid());
    request.set_unit_id(unit);
    request.set_successor(successor);
    request.set_reason("机构改革");
    return Call(&v1::Identity::Stub::AbolishUnit, admin, request);
  };
  EXPECT_EQ(ReasonOf(abolish("old", "below").status()), "UNIT_LOOP");
  EXPECT_EQ(ReasonOf(abolish("old", "nowhere").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(abolish("old", "new")->successor(), "new");
  EXPECT_EQ(ReasonOf(abolish("old", "newest").status()), "UNIT_ABOLISHED");
  EXPECT_FALSE(IsOpen(token));
  const auto caller = Context(Token("zhang"))->context();
  EXPECT_EQ(caller.unit_id(), "new");
  EXPECT_EQ(caller.desks(0).unit_id(), "new");
  ASSERT_TRUE(abolish("new", "newest").ok());
  std::map<std::string, v1::Unit> units;
  const auto list = Call(&v1::Identity::Stub::ListUnits, admin, v1::ListUnitsRequest()).value();
  for (const auto& unit : list.units()) units[unit.unit_id()] = unit;
  EXPECT_EQ(units["old"].successor(), "newest");
  EXPECT_EQ(units["below"].parent(), "newest");
}

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
  EXPECT_EQ(ReasonOf(PutUser(admin, User("both", "admin-3306", {"system_admin", "auditor"})).status()), "ROLE_CONFLICT");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::GrantRole, admin, Role<v1::GrantRoleRequest>(admin_user.user_id(), "admin-3306", "security_admin")).status()), "ROLE_CONFLICT");
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
    removed += Call(&v1::Identity::Stub::RevokeRole, caller, Role<v1::RevokeRoleRequest>(whom, "admin-3306", "system_admin")).ok();
  };
  std::thread one(remove, admin, second.user_id());
  remove(other, first.user_id());
  one.join();
  EXPECT_EQ(removed, 1);
}

TEST_F(Identity, LetsADistrictAdministratorChangeTheOwnDistrictOnly) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  for (const auto& [id, area] : {std::pair{"yc", "330602"}, {"kq", "330603"}}) ASSERT_TRUE(PutUnit(admin, Unit(id, area)).ok());
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
  outside(Call(&v1::Identity::Stub::GrantRole, district, Role<v1::GrantRoleRequest>(kq_user.user_id(), "kq", "leader")).status());
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

TEST_F(Identity, LetsTheSecurityAdministratorSeeAndEndSessions) {
  const auto admin = As("admin");
  ASSERT_TRUE(PutUser(admin, User("guard", "admin-3306", {"security_admin"})).ok());
  const auto victim = SignIn("admin", kPassword, "10.0.0.9").value();
  const auto guard = As("guard");
  v1::ListSessionsRequest list;
  list.set_user_id(victim.user().user_id());
  list.set_page_size(1);
  const auto sessions = Call(&v1::Identity::Stub::ListSessions, guard, list).value();
  ASSERT_EQ(sessions.sessions_size(), 1);
  EXPECT_EQ(sessions.sessions(0).client(), "10.0.0.9");  // the newest
  EXPECT_NE(sessions.next_page_token(), "");
  v1::EndSessionRequest end;
  end.set_request_id(crypto::NewUuid());
  end.set_session_id(sessions.sessions(0).session_id());
  end.set_reason("可疑登录");
  ASSERT_TRUE(Call(&v1::Identity::Stub::EndSession, guard, end).ok());
  EXPECT_FALSE(IsOpen(victim.session_token()));
  EXPECT_EQ(ReasonOf(PutUnit(guard, Unit("x", "330602")).status()), "PERMISSION_DENIED");
}

TEST_F(Identity, LeavesAnAuditEntryForEveryChange) {
  const auto admin = As("admin");
  ASSERT_TRUE(PutUser(admin, User("zhang", "admin-3306", {"window"})).ok());
  (void)SignIn("zhang", "wrong password");
  const auto superuser = postgres::AdminConnection::Connect(database_.superuser()).value();
  const auto rows = superuser->Query("SELECT action FROM identity.audit_entry WHERE city_id = '330600' ORDER BY entry_id").value();
  std::vector<std::string> actions;
  for (int i = 0; i < rows->size(); ++i) actions.push_back(rows->GetString(i, 0));
  EXPECT_THAT(actions, ElementsAre("CityBootstrapped", "SignedIn", "UserPut", "SignInFailed"));
  const auto service = postgres::AdminConnection::Connect(database_.connection() + " user=lianban_identity").value();
  EXPECT_FALSE(service->Execute("BEGIN; SELECT set_config('app.city', '330600', true); DELETE FROM identity.audit_entry; COMMIT").ok());
}

}  // namespace
}  // namespace lianban::identity
