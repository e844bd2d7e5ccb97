#include <thread>

#include "gmock/gmock.h"
#include "services/identity/test_service.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::identity {
namespace {

using testing::HasSubstr;
using testing::Not;

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
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(ReasonOf(SignIn("user" + std::to_string(i), "guess guess").status()), "SIGN_IN_FAILED");
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

}  // namespace
}  // namespace lianban::identity
