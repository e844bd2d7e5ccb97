#include "gtest/gtest.h"
#include "services/gateway/client_address.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/rate_limiter.h"
#include "services/gateway/request_trace.h"
#include "services/gateway/route_table.h"
#include "services/gateway/session_cache.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'760'000'000);

TEST(RateLimiter, GivesAMinutesWorthAndThenEvenly) {
  RateLimiter limiter;
  for (int i = 0; i < 60; ++i) EXPECT_FALSE(limiter.Take("a", 60, kNow));
  EXPECT_EQ(limiter.Take("a", 60, kNow), absl::Seconds(1));
  EXPECT_FALSE(limiter.Take("a", 60, kNow + absl::Seconds(1)));
  EXPECT_TRUE(limiter.Take("a", 60, kNow + absl::Seconds(1)));
  EXPECT_FALSE(limiter.Take("b", 60, kNow));
}

TEST(RateLimiter, AFloodOfKeysDoesNotForgetTheOthers) {
  RateLimiter limiter(2);
  limiter.Take("a", 1, kNow);
  limiter.Take("b", 1, kNow);
  EXPECT_TRUE(limiter.Take("c", 1, kNow)) << "no room, and none of the others is full again";
  EXPECT_TRUE(limiter.Take("a", 1, kNow));
  EXPECT_FALSE(limiter.Take("c", 1, kNow + absl::Minutes(2))) << "by now the others are full and make room";
}

TEST(RateLimiter, TimeGoingBackGivesNothing) {
  RateLimiter limiter;
  limiter.Take("a", 1, kNow);
  EXPECT_TRUE(limiter.Take("a", 1, kNow - absl::Hours(1)));
}

TEST(ClientAddress, BlocksMatchByPrefix) {
  const auto proxies = TrustedProxies::Parse({"10.0.0.0/8", "192.0.2.7", "2001:db8::/32"});
  ASSERT_TRUE(proxies.ok());
  EXPECT_TRUE(proxies->Contains("10.255.0.1"));
  EXPECT_TRUE(proxies->Contains("::ffff:10.1.1.1"));
  EXPECT_TRUE(proxies->Contains("192.0.2.7"));
  EXPECT_TRUE(proxies->Contains("2001:db8:ff::1"));
  EXPECT_FALSE(proxies->Contains("11.0.0.1"));
  EXPECT_FALSE(proxies->Contains("192.0.2.8"));
  EXPECT_FALSE(proxies->Contains("2001:db9::1"));
}

TEST(ClientAddress, BadBlockIsNamed) {
  for (const char* bad : {"10.0.0.0/33", "nowhere", "10.0.0.0/x", "::/129"}) {
    EXPECT_EQ(ReasonOf(TrustedProxies::Parse({bad}).status()), "OPTION_INVALID") << bad;
  }
}

TEST(ClientAddress, LooksThroughAChainOfTrustedProxies) {
  const auto proxies = TrustedProxies::Parse({"10.0.0.0/8"});
  Headers headers;
  headers.Add("X-Forwarded-For", "1.1.1.1, 203.0.113.5");
  headers.Add("x-forwarded-for", "10.0.0.2");
  EXPECT_EQ(proxies->ClientOf("10.0.0.1", headers), "203.0.113.5");
  EXPECT_EQ(proxies->ClientOf("198.51.100.1", headers), "198.51.100.1");
  Headers nonsense;
  nonsense.Add("x-forwarded-for", "1.1.1.1, unknown");
  EXPECT_EQ(proxies->ClientOf("10.0.0.1", nonsense), "10.0.0.1");
}

TEST(ClientAddress, SixtyFourBitsAreOneClient) {
  EXPECT_EQ(LimitKey("2001:db8:1:2::1"), LimitKey("2001:db8:1:2:ffff::9"));
  EXPECT_NE(LimitKey("2001:db8:1:2::1"), LimitKey("2001:db8:1:3::1"));
  EXPECT_NE(LimitKey("192.0.2.1"), LimitKey("192.0.2.2"));
}

TEST(SessionCache, KeepsForAMomentAndNeverPastTheContext) {
  SessionCache cache;
  Session session;
  session.session_id = "s";
  session.expire_time = kNow + absl::Seconds(60);
  cache.Put("t", "en", session, cache.epoch(), kNow);
  EXPECT_TRUE(cache.Find("t", "en", kNow + absl::Seconds(4)));
  EXPECT_FALSE(cache.Find("t", "zh-CN", kNow));
  EXPECT_FALSE(cache.Find("t", "en", kNow + SessionCache::kKeep));
  session.expire_time = kNow + absl::Seconds(1);
  cache.Put("t", "en", session, cache.epoch(), kNow);
  EXPECT_FALSE(cache.Find("t", "en", kNow + absl::Seconds(1)));
}

TEST(SessionCache, AnswerOvertakenByASignOutIsNotKept) {
  SessionCache cache;
  Session session;
  session.expire_time = kNow + absl::Seconds(60);
  const uint64_t asked_at = cache.epoch();
  cache.ForgetAll();
  cache.Put("t", "en", session, asked_at, kNow);
  EXPECT_FALSE(cache.Find("t", "en", kNow));
}

TEST(RequestTrace, TakesWellFormedIdsOnly) {
  Headers good, bad;
  good.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  good.Add("x-request-id", "desk-7:42");
  bad.Add("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01");
  bad.Add("x-request-id", "one two\x01");
  EXPECT_EQ(ReadTrace(good).traceparent, good.Get("traceparent"));
  EXPECT_EQ(ReadTrace(good).request_id, "desk-7:42");
  EXPECT_NE(ReadTrace(bad).traceparent, bad.Get("traceparent"));
  EXPECT_EQ(ReadTrace(bad).request_id.size(), 36u);
}

TEST(RequestTrace, ChoosesTheLanguageByWeight) {
  const auto locale = [](const char* text) {
    Headers headers;
    headers.Add("accept-language", text);
    return ReadTrace(headers).locale;
  };
  EXPECT_EQ(locale(""), "zh-CN");
  EXPECT_EQ(locale("en"), "en");
  EXPECT_EQ(locale("zh-TW,en;q=0.8"), "zh-CN");
  EXPECT_EQ(locale("fr, en-GB;q=0.5, zh;q=0.4"), "en");
  EXPECT_EQ(locale("de"), "zh-CN");
}

TEST(RouteTable, KnowsStreamsAndSafeMethods) {
  const RouteTable routes = RouteTable::OfApi();
  EXPECT_TRUE(routes.Find("/lianban.casework.v1.Casework/Watch")->server_streaming);
  EXPECT_TRUE(routes.Find("/lianban.catalog.v1.Catalog/ListItems")->no_side_effects);
  EXPECT_FALSE(routes.Find("/lianban.casework.v1.Casework/StartCase")->no_side_effects);
  EXPECT_EQ(routes.Find("/lianban.identity.v1.Identity/GetContext"), nullptr);
  EXPECT_EQ(routes.services(),
            (std::vector<std::string>{"casework", "catalog", "identity", "intake", "records"}));
}

// What anybody may call is a decision of its own: this list changes with it and not by accident.
TEST(Access, PublicMethodsAreThese) {
  std::vector<std::string_view> open;
  for (const MethodRule& rule : MethodRules()) {
    if (rule.access == Access::kPublic) open.push_back(rule.path);
  }
  EXPECT_EQ(open, (std::vector<std::string_view>{"/lianban.identity.v1.Identity/SignIn",
                                                 "/lianban.identity.v1.SecondFactor/EnrolSecondFactor",
                                                 "/lianban.identity.v1.SecondFactor/ConfirmSecondFactor",
                                                 "/lianban.intake.v1.Intake/GetPublicProgress",
                                                 "/lianban.catalog.v1.Catalog/ComputeDeadline"}));
}

TEST(ConnectError, CodesMapAsTheProtocolSays) {
  EXPECT_EQ(HttpStatus(grpc::StatusCode::CANCELLED), 499u);
  EXPECT_EQ(HttpStatus(grpc::StatusCode::FAILED_PRECONDITION), 400u);
  EXPECT_EQ(HttpStatus(grpc::StatusCode::ABORTED), 409u);
  EXPECT_EQ(HttpStatus(grpc::StatusCode::UNIMPLEMENTED), 501u);
  EXPECT_EQ(HttpStatus(grpc::StatusCode::DATA_LOSS), 500u);
  EXPECT_EQ(ConnectCode(grpc::StatusCode::CANCELLED), "canceled");
}

}  // namespace
}  // namespace lianban::gateway
