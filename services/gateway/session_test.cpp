#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class SessionTest : public GatewayTest {
 protected:
  Response SignIn(const std::string& headers = "", const char* source = "127.0.0.1") {
    return Ask(Post(kSignIn, "content-type: application/json\r\n" + headers, R"({"login":"wang","password":"right"})"),
               source);
  }
  unsigned GetCaseWith(const std::string& headers) {
    return Ask(Post(kGetCase, "content-type: application/json\r\n" + headers, "{}")).status;
  }
};

using Sessions = SessionTest;

TEST_F(Sessions, SignInSetsAStrictCookieAndReturnsTheToken) {
  Start();
  const Response response = SignIn();
  EXPECT_EQ(response.status, 200u);
  const std::string token = json::parse(response.body)["sessionToken"];
  const std::string cookie(response.headers.Get("set-cookie"));
  EXPECT_THAT(cookie, testing::StartsWith("lianban=" + token + ";"));
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
}

TEST_F(Sessions, CookieIsBoundToTheHostUnderTls) {
  server_options_.trusted_proxies = {"127.0.0.1"};
  Start();
  const std::string cookie(SignIn("x-forwarded-proto: https\r\n").headers.Get("set-cookie"));
  EXPECT_THAT(cookie, testing::StartsWith("__Host-lianban="));
  EXPECT_THAT(cookie, HasSubstr("; Secure"));
  EXPECT_THAT(cookie, HasSubstr("Path=/"));
}

TEST_F(Sessions, WrongPasswordSetsNoCookie) {
  Start();
  const Response response = AskJson(kSignIn, R"({"login":"wang","password":"wrong"})");
  EXPECT_EQ(response.status, 401u);
  EXPECT_FALSE(response.headers.Has("set-cookie"));
}

TEST_F(Sessions, ClientAddressIsWrittenByTheGateway) {
  Start();
  Ask(PostJson(kSignIn, R"({"login":"wang","password":"right","client":"10.9.9.9"})"), "127.0.0.5");
  EXPECT_EQ(services_.identity.last_client(), "127.0.0.5");
}

TEST_F(Sessions, ForwardedAddressIsBelievedFromTrustedProxiesOnly) {
  server_options_.trusted_proxies = {"127.0.0.7"};
  Start();
  SignIn("x-forwarded-for: 203.0.113.9, 198.51.100.4\r\n", "127.0.0.7");
  EXPECT_EQ(services_.identity.last_client(), "198.51.100.4");
  SignIn("x-forwarded-for: 203.0.113.9\r\n", "127.0.0.8");
  EXPECT_EQ(services_.identity.last_client(), "127.0.0.8");
}

TEST_F(Sessions, NeededExceptForTheFewPublicMethods) {
  Start();
  EXPECT_EQ(AskJson(kGetCase, "{}").status, 401u);
  EXPECT_EQ(AskJson(kGetCase, "{}", "token-of-somebody-unknown").status, 401u);
  EXPECT_EQ(AskJson(kListItems, "{}").status, 401u);
  EXPECT_EQ(AskJson(kComputeDeadline, R"({"period":"7d"})").status, 200u);
}

TEST_F(Sessions, InternalMethodsDoNotExistHere) {
  Start();
  const Response response =
      AskJson("/lianban.identity.v1.Identity/GetContext", R"({"sessionToken":"x"})", SignedIn());
  EXPECT_EQ(response.status, 404u);
  EXPECT_EQ(services_.identity.contexts_given, 0);
}

TEST_F(Sessions, ContextIsAskedForOnceInAWhile) {
  Start();
  const std::string token = SignedIn();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(AskJson(kGetCase, "{}", token).status, 200u);
  EXPECT_EQ(services_.identity.contexts_given, 1);
}

TEST_F(Sessions, SignOutEndsItAtOnce) {
  Start();
  const std::string token = SignedIn();
  EXPECT_EQ(AskJson(kGetCase, "{}", token).status, 200u);
  const Response out = Ask(Post(kSignOut, "content-type: application/json\r\nconnect-protocol-version: 1\r\ncookie: lianban=" +
                                              token + "\r\n", "{}"));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(std::string(out.headers.Get("set-cookie")), HasSubstr("Max-Age=0"));
  EXPECT_EQ(AskJson(kGetCase, "{}", token).status, 401u);
}

TEST_F(Sessions, ChangedRightsAreSeenAtOnce) {
  Start();
  const std::string token = SignedIn();
  AskJson(kGetCase, "{}", token);
  AskJson("/lianban.identity.v1.Identity/RevokeRole", "{}", token);
  AskJson(kGetCase, "{}", token);
  EXPECT_EQ(services_.identity.contexts_given, 2);
}

TEST_F(Sessions, CookieNeedsProofThatThePageIsOurs) {
  Start();
  const std::string cookie = "cookie: a=b; lianban=" + SignedIn() + "\r\n";
  EXPECT_EQ(GetCaseWith(cookie), 403u);
  EXPECT_EQ(GetCaseWith(cookie + "connect-protocol-version: 1\r\n"), 200u);
  EXPECT_EQ(GetCaseWith(cookie + "x-requested-with: console\r\n"), 200u);
}

TEST_F(Sessions, OtherSitesAreRefused) {
  Start();
  const std::string ours = "connect-protocol-version: 1\r\ncookie: lianban=" + SignedIn() + "\r\n";
  EXPECT_EQ(GetCaseWith(ours + "origin: https://lianban.example\r\nsec-fetch-site: same-origin\r\n"), 200u);
  EXPECT_EQ(GetCaseWith(ours + "origin: http://here\r\n"), 200u);
  EXPECT_EQ(GetCaseWith(ours + "origin: https://evil.example\r\n"), 403u);
  EXPECT_EQ(GetCaseWith(ours + "origin: null\r\n"), 403u);
  EXPECT_EQ(GetCaseWith(ours + "sec-fetch-site: cross-site\r\n"), 403u);
  EXPECT_EQ(GetCaseWith(ours + "sec-fetch-site: same-site\r\n"), 403u);
  EXPECT_EQ(SignIn("origin: https://evil.example\r\n").status, 403u);
}

TEST_F(Sessions, BearerWinsOverCookieAndNeedsNoProof) {
  Start();
  EXPECT_EQ(GetCaseWith("authorization: Bearer " + SignedIn() + "\r\ncookie: lianban=token-of-somebody-unknown\r\n"), 200u);
  EXPECT_EQ(GetCaseWith("authorization: Basic abcdefghijklmnopqrstuvwxyz\r\n"), 401u);
}

TEST_F(Sessions, GuessingIsLimitedByAddress) {
  door_options_.guesses_per_minute = 3;
  Start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(SignIn("", "127.0.0.20").status, 200u);
  const Response refused = SignIn("", "127.0.0.20");
  EXPECT_EQ(refused.status, 429u);
  const json body = json::parse(refused.body);
  EXPECT_EQ(body["code"], "resource_exhausted");
  EXPECT_THAT(body["details"].dump(), HasSubstr("google.rpc.RetryInfo"));
  EXPECT_TRUE(refused.headers.Has("retry-after"));
  // Another address is not held to account, nor is a method where nothing can be guessed.
  EXPECT_EQ(SignIn("", "127.0.0.21").status, 200u);
  EXPECT_EQ(Ask(PostJson(kComputeDeadline, "{}"), "127.0.0.20").status, 200u);
}

TEST_F(Sessions, EachSessionHasItsOwnLimit) {
  door_options_.requests_per_minute = 5;
  Start();
  const std::string one = SignedIn("one"), importer = SignedIn("importer");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Ask(PostJson(kGetCase, "{}", one), "127.0.0.30").status, 200u);
  EXPECT_EQ(Ask(PostJson(kGetCase, "{}", one), "127.0.0.31").status, 429u);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(Ask(PostJson(kGetCase, "{}", importer), "127.0.0.32").status, 200u);
}

TEST_F(Sessions, ForgedForwardedAddressesBuyNothing) {
  door_options_.guesses_per_minute = 2;
  Start();
  for (int i = 0; i < 2; ++i) SignIn(fmt::format("x-forwarded-for: 203.0.113.{}\r\n", i), "127.0.0.40");
  EXPECT_EQ(SignIn("x-forwarded-for: 203.0.113.77\r\n", "127.0.0.40").status, 429u);
}

}  // namespace
}  // namespace lianban::gateway
