// One-time codes beside the password.

#include "gmock/gmock.h"
#include "services/identity/forget_requests.h"
#include "services/identity/test_service.h"
#include "services/lib/crypto/one_time_code.h"

namespace lianban::identity {
namespace {

using Stub = v1::SecondFactor::Stub;

std::string FromBase32(const std::string& text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    bits = (bits << 5) | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
    if ((count += 5) >= 8) out += static_cast<char>(bits >> (count -= 8));
  }
  return out;
}

class OneTimeCodes : public Identity {
 protected:
  OneTimeCodes() : factor_(v1::SecondFactor::NewStub(channels_.To("identity"))) {}

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                               const Request& request, const std::string& signed_context = "") {
    grpc::ClientContext call;
    if (!signed_context.empty()) call.AddMetadata(rpc::kContextKey, signed_context);
    Response response;
    const auto status = rpc::FromGrpc((factor_.get()->*method)(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  std::string Enrol(const std::string& login) {
    v1::EnrolSecondFactorRequest request;
    request.set_city_id(kCity);
    request.set_login(login);
    request.set_password(kPassword);
    const auto enrolled = Ask(&Stub::EnrolSecondFactor, request);
    EXPECT_TRUE(enrolled.ok()) << enrolled.status();
    return enrolled.ok() ? FromBase32(enrolled->secret()) : "";
  }
  absl::StatusOr<v1::ConfirmSecondFactorResponse> Confirm(const std::string& login, const std::string& code) {
    v1::ConfirmSecondFactorRequest request;
    request.set_city_id(kCity);
    request.set_login(login);
    request.set_password(kPassword);
    request.set_code(code);
    return Ask(&Stub::ConfirmSecondFactor, request);
  }
  std::string CodeNow(const std::string& secret) {
    return crypto::OneTimeCode(secret, crypto::OneTimeStep(absl::Now() + absl::Seconds(seconds_later_.load())));
  }
  // "" when it succeeds.
  std::string SignInWith(const std::string& login, const std::string& code, const std::string& password = kPassword) {
    v1::SignInRequest request;
    request.set_city_id(kCity);
    request.set_login(login);
    request.set_password(password);
    request.set_one_time_code(code);
    return ReasonOf(Call(&v1::Identity::Stub::SignIn, "", request).status());
  }
  void MakeSecurityAdmin() {
    const std::string admin = As("admin");
    ASSERT_TRUE(PutUser(admin, User("security", "admin-3306", {"security_admin"})).ok());
    ASSERT_TRUE(PutUser(admin, User("wang", "admin-3306", {"workflow_approver"})).ok());
  }

  std::unique_ptr<Stub> factor_;
};

TEST_F(OneTimeCodes, AreWantedOnceConfirmedAndTakenOnce) {
  const std::string secret = Enrol("admin");
  EXPECT_EQ(SignInWith("admin", ""), "") << "not confirmed yet";
  EXPECT_EQ(ReasonOf(Confirm("admin", "000000").status()), "ONE_TIME_CODE_WRONG");
  const std::string open = Token("admin");
  const auto confirmed = Confirm("admin", CodeNow(secret));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_FALSE(IsOpen(open)) << "sessions from before end";
  EXPECT_EQ(SignInWith("admin", ""), "ONE_TIME_CODE_REQUIRED");
  EXPECT_EQ(SignInWith("admin", CodeNow(secret)), "ONE_TIME_CODE_WRONG") << "it confirmed with this one";
  seconds_later_ = 60;
  EXPECT_EQ(SignInWith("admin", CodeNow(secret), "another password"), "SIGN_IN_FAILED") << "the password comes first";
  const std::string code = CodeNow(secret);
  EXPECT_EQ(SignInWith("admin", code), "");
  EXPECT_EQ(SignInWith("admin", code), "ONE_TIME_CODE_WRONG");
}

TEST_F(OneTimeCodes, RecoveryCodesHelpOnceEach) {
  const std::string secret = Enrol("admin");
  const auto confirmed = Confirm("admin", CodeNow(secret));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  ASSERT_EQ(confirmed->recovery_codes_size(), 10);
  EXPECT_EQ(SignInWith("admin", confirmed->recovery_codes(3)), "");
  EXPECT_EQ(SignInWith("admin", confirmed->recovery_codes(3)), "ONE_TIME_CODE_WRONG");
  EXPECT_EQ(SignInWith("admin", confirmed->recovery_codes(4)), "");
}

TEST_F(OneTimeCodes, GuessesAreSlowedDownAlsoBetweenRightPasswords) {
  const std::string secret = Enrol("admin");
  ASSERT_TRUE(Confirm("admin", CodeNow(secret)).ok());
  std::string answer;
  for (int i = 0; i < 12 && answer != "SIGN_IN_DELAYED"; ++i) {
    answer = SignInWith("admin", "000000");
    SignInWith("admin", "");  // a right password without code takes nothing back
  }
  EXPECT_EQ(answer, "SIGN_IN_DELAYED");
}

TEST_F(OneTimeCodes, AreSealedInTheDatabase) {
  const std::string secret = Enrol("admin");
  const auto rows = db_->Read(kCity, "second_factor", {kCity, Context(Token("admin"))->context().user_id()});
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ((*rows)->size(), 1);
  EXPECT_EQ(postgres::FromBytes((*rows)->Get(0, 0)).find(secret), std::string::npos);
}

TEST_F(OneTimeCodes, AreRequiredForTheRolesTheSecurityAdministratorNames) {
  MakeSecurityAdmin();
  v1::SetSecondFactorRolesRequest roles;
  roles.add_roles("workflow_approver");
  roles.set_reason("二级等保");
  EXPECT_EQ(ReasonOf(Ask(&Stub::SetSecondFactorRoles, roles, As("admin")).status()), "PERMISSION_DENIED");
  ASSERT_TRUE(Ask(&Stub::SetSecondFactorRoles, roles, As("security")).ok());
  EXPECT_EQ(SignInWith("wang", ""), "SECOND_FACTOR_REQUIRED");
  EXPECT_EQ(SignInWith("admin", ""), "");
  const std::string secret = Enrol("wang");
  EXPECT_EQ(SignInWith("wang", ""), "SECOND_FACTOR_REQUIRED");
  ASSERT_TRUE(Confirm("wang", CodeNow(secret)).ok());
  seconds_later_ = 60;
  EXPECT_EQ(SignInWith("wang", CodeNow(secret)), "");
}

TEST_F(OneTimeCodes, ALostTelephoneIsRemovedByTheSecurityAdministratorOnly) {
  MakeSecurityAdmin();
  const std::string user_id = Context(Token("wang"))->context().user_id();
  const std::string secret = Enrol("wang");
  ASSERT_TRUE(Confirm("wang", CodeNow(secret)).ok());
  v1::EnrolSecondFactorRequest again;
  again.set_city_id(kCity);
  again.set_login("wang");
  again.set_password(kPassword);
  EXPECT_EQ(ReasonOf(Ask(&Stub::EnrolSecondFactor, again).status()), "SECOND_FACTOR_EXISTS") << "a password replaces nothing";
  v1::RemoveSecondFactorRequest remove;
  remove.set_user_id(user_id);
  remove.set_reason("手机遗失");
  EXPECT_EQ(ReasonOf(Ask(&Stub::RemoveSecondFactor, remove, As("admin")).status()), "PERMISSION_DENIED");
  ASSERT_TRUE(Ask(&Stub::RemoveSecondFactor, remove, As("security")).ok());
  EXPECT_EQ(SignInWith("wang", ""), "");
}

TEST_F(OneTimeCodes, OnesOwnIsRemovedWithACode) {
  const std::string secret = Enrol("admin");
  const auto confirmed = Confirm("admin", CodeNow(secret));
  v1::SignInRequest sign_in;
  sign_in.set_city_id(kCity);
  sign_in.set_login("admin");
  sign_in.set_password(kPassword);
  sign_in.set_one_time_code(confirmed->recovery_codes(0));
  const std::string me = Context(Call(&v1::Identity::Stub::SignIn, "", sign_in)->session_token())->signed_context();
  const auto status = Ask(&Stub::GetSecondFactor, v1::GetSecondFactorRequest(), me);
  EXPECT_TRUE(status->confirmed());
  EXPECT_EQ(status->recovery_codes_left(), 9);
  v1::RemoveSecondFactorRequest remove;
  EXPECT_EQ(ReasonOf(Ask(&Stub::RemoveSecondFactor, remove, me).status()), "ONE_TIME_CODE_WRONG");
  remove.set_code(confirmed->recovery_codes(1));
  ASSERT_TRUE(Ask(&Stub::RemoveSecondFactor, remove, me).ok());
  EXPECT_EQ(SignInWith("admin", ""), "");
}

TEST_F(OneTimeCodes, AnswersToRequestsAreForgottenAfterThreeDays) {
  const std::string admin = As("admin");
  const auto user = User("wang", "admin-3306", {"handler"});
  ASSERT_TRUE(PutUser(admin, user).ok());
  RequestForgetter forgetter(*db_);
  forgetter.ForgetBefore(absl::Now() - absl::Hours(1));
  EXPECT_TRUE(PutUser(admin, user).ok()) << "the same answer";
  forgetter.ForgetBefore(absl::Now() + absl::Hours(1));
  EXPECT_EQ(ReasonOf(PutUser(admin, user).status()), "LOGIN_TAKEN");
}

}  // namespace
}  // namespace lianban::identity
