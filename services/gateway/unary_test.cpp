#include "gmock/gmock.h"
#include "lianban/casework/v1/casework.pb.h"
#include "nlohmann/json.hpp"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using Unary = GatewayTest;

std::vector<std::string> Reasons(const Response& response) {
  std::vector<std::string> reasons;
  const json body = json::parse(response.body);
  for (const json& detail : body.value("details", json::array())) {
    if (detail["type"] == "google.rpc.ErrorInfo") reasons.push_back(detail["debug"]["reason"]);
  }
  return reasons;
}

TEST_F(Unary, AnswersJson) {
  Start();
  const Response response = AskJson(kGetCase, R"({"caseId":"7"})", SignedIn());
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.headers.Get("content-type"), "application/json");
  EXPECT_EQ(json::parse(response.body)["caseId"], "7");
}

TEST_F(Unary, AnswersProtobuf) {
  Start();
  casework::v1::GetCaseRequest request;
  request.set_case_id("7");
  const Response response =
      Ask(Post(kGetCase, "content-type: application/proto\r\nconnect-protocol-version: 1\r\nauthorization: Bearer " +
                             SignedIn() + "\r\n",
               request.SerializeAsString()));
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.headers.Get("content-type"), "application/proto");
  casework::v1::Case answer;
  ASSERT_TRUE(answer.ParseFromString(response.body));
  EXPECT_EQ(answer.case_id(), "7");
}

TEST_F(Unary, ForwardsOnlyWhatServicesNeed) {
  Start();
  const Response response =
      Ask(Post(kGetCase, "content-type: application/json\r\nx-lianban-context-bin: Zm9yZ2Vk\r\nx-secret: 1\r\n"
                         "x-request-id: abc-1\r\naccept-language: en-GB,zh;q=0.5\r\ncookie: other=1\r\n"
                         "authorization: Bearer " + SignedIn() + "\r\n",
               "{}"));
  const std::string steps = json::parse(response.body)["activeSteps"].dump();
  EXPECT_THAT(steps, HasSubstr("x-lianban-context-bin=signed:token-of-somebody-called-wang"));
  EXPECT_THAT(steps, HasSubstr("x-request-id=abc-1"));
  EXPECT_THAT(steps, HasSubstr("accept-language=en\""));
  EXPECT_THAT(steps, HasSubstr("traceparent=00-"));
  for (const char* absent : {"forged", "x-secret", "cookie", "authorization"}) {
    EXPECT_THAT(steps, testing::Not(HasSubstr(absent)));
  }
  EXPECT_EQ(response.headers.Get("x-request-id"), "abc-1");
}

TEST_F(Unary, PassesMetadataOfTheServiceOn) {
  Start();
  const Response response = AskJson(kGetCase, "{}", SignedIn());
  EXPECT_EQ(response.headers.Get("x-served-by"), "test");
  EXPECT_EQ(response.headers.Get("trailer-x-cost"), "7");
}

TEST_F(Unary, TellsErrorsAsJsonEvenForProtobuf) {
  Start();
  casework::v1::GetCaseRequest request;
  request.set_case_id("missing");
  const Response response = Ask(
      Post(kGetCase, "content-type: application/proto\r\nauthorization: Bearer " + SignedIn() + "\r\n",
           request.SerializeAsString()));
  EXPECT_EQ(response.status, 404u);
  EXPECT_EQ(response.headers.Get("content-type"), "application/json");
  const json body = json::parse(response.body);
  EXPECT_EQ(body["code"], "not_found");
  EXPECT_THAT(Reasons(response), testing::ElementsAre("NOT_FOUND"));
  EXPECT_THAT(body["details"].dump(), HasSubstr("找不到"));
  EXPECT_THAT(body["details"][0]["value"].get<std::string>(), testing::Not(HasSubstr("=")));
}

TEST_F(Unary, HidesAddressesOfServices) {
  Start();
  const Response response = AskJson(kGetCase, R"({"caseId":"bare-error"})", SignedIn());
  EXPECT_EQ(response.status, 503u);
  EXPECT_THAT(Reasons(response), testing::ElementsAre("SERVICE_UNAVAILABLE"));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("10.1.2.3")));
  EXPECT_EQ(response.headers.Get("retry-after"), "2");
}

TEST_F(Unary, RefusesUnknownMethodWrongVerbAndCodec) {
  Start();
  const std::string token = SignedIn();
  EXPECT_EQ(AskJson("/lianban.casework.v1.Casework/Nothing", "{}", token).status, 404u);
  EXPECT_EQ(AskJson("/lianban.casework.v1.casework/GetCase", "{}", token).status, 404u);
  EXPECT_EQ(AskJson("/elsewhere", "{}", token).status, 404u);
  const Response verb = Ask(fmt::format("PUT {} HTTP/1.1\r\nhost: here\r\ncontent-length: 0\r\n\r\n", kGetCase));
  EXPECT_EQ(verb.status, 405u);
  EXPECT_EQ(verb.headers.Get("allow"), "POST");
  // Only methods without side effects may be asked with GET.
  EXPECT_EQ(Ask(fmt::format("GET {} HTTP/1.1\r\nhost: here\r\n\r\n", kGetCase)).status, 405u);
  const Response codec = Ask(Post(kGetCase, "content-type: text/plain\r\n", "{}"));
  EXPECT_EQ(codec.status, 415u);
  EXPECT_THAT(std::string(codec.headers.Get("accept-post")), HasSubstr("application/proto"));
  EXPECT_EQ(Ask(Post(kGetCase, "", "{}")).status, 415u);
  EXPECT_EQ(Ask(Post(kGetCase, "content-type: application/connect+json\r\n", "{}")).status, 415u);
}

TEST_F(Unary, AcceptsCharsetParameter) {
  Start();
  EXPECT_EQ(Ask(Post(kComputeDeadline, "content-type: application/JSON; charset=utf-8\r\n", "{}")).status, 200u);
}

TEST_F(Unary, RefusesCompressionNamingWhatIsSupported) {
  Start();
  const Response response =
      Ask(Post(kComputeDeadline, "content-type: application/json\r\ncontent-encoding: gzip\r\n", "x"));
  EXPECT_EQ(response.status, 501u);
  EXPECT_EQ(json::parse(response.body)["code"], "unimplemented");
  EXPECT_THAT(response.body, HasSubstr("identity"));
}

TEST_F(Unary, RefusesBadJsonUnknownFieldAndBadProtobuf) {
  Start();
  const Response broken = AskJson(kComputeDeadline, "{\"period\":", "");
  EXPECT_EQ(broken.status, 400u);
  EXPECT_THAT(Reasons(broken), testing::ElementsAre("JSON_INVALID"));
  const Response unknown = AskJson(kComputeDeadline, R"({"perod":"7d"})", "");
  EXPECT_EQ(unknown.status, 400u);
  EXPECT_THAT(unknown.body, HasSubstr("没有字段“perod”。"));
  const Response bytes = Ask(Post(kComputeDeadline, "content-type: application/proto\r\n", "\xff\xff\xff"));
  EXPECT_EQ(bytes.status, 400u);
  EXPECT_THAT(Reasons(bytes), testing::ElementsAre("PROTO_INVALID"));
}

TEST_F(Unary, ChecksProtocolVersionAndTimeout) {
  Start();
  const auto ask = [&](const std::string& header) {
    return Ask(Post(kComputeDeadline, "content-type: application/json\r\n" + header + "\r\n", "{}")).status;
  };
  EXPECT_EQ(ask("connect-protocol-version: 1"), 200u);
  EXPECT_EQ(ask("connect-protocol-version: 2"), 400u);
  EXPECT_EQ(ask("connect-timeout-ms: 5000"), 200u);
  EXPECT_EQ(ask("connect-timeout-ms: 12345678901"), 400u);
  EXPECT_EQ(ask("connect-timeout-ms: -1"), 400u);
  EXPECT_EQ(ask("connect-timeout-ms: soon"), 400u);
}

TEST_F(Unary, EndsAtTheClientsDeadline) {
  Start();
  const Response response = Ask(Post(kGetCase, "content-type: application/json\r\nconnect-timeout-ms: 50\r\n"
                                               "authorization: Bearer " + SignedIn() + "\r\n",
                                     R"({"caseId":"slow"})"));
  EXPECT_EQ(response.status, 504u);
  EXPECT_EQ(json::parse(response.body)["code"], "deadline_exceeded");
}

TEST_F(Unary, AnswersGetWithoutSideEffects) {
  Start();
  const std::string token = SignedIn();
  const auto get = [&](const std::string& query) {
    return Ask(fmt::format("GET {}?{} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\n\r\n", kListItems, query, token));
  };
  const Response plain = get("unknown=1&message=%7B%22pageToken%22%3A%22x%22%7D&encoding=json&connect=v1");
  EXPECT_EQ(plain.status, 200u);
  EXPECT_EQ(json::parse(plain.body)["nextPageToken"], "after x");
  const Response base64 = get("encoding=json&base64=1&message=eyJwYWdlVG9rZW4iOiJ4In0");
  EXPECT_EQ(json::parse(base64.body)["nextPageToken"], "after x");
  EXPECT_EQ(get("encoding=json&base64=1&message=eyJwYWdlVG9rZW4iOiJ4In0=").status, 200u);
  EXPECT_EQ(get("encoding=proto&message=").status, 200u);
  EXPECT_EQ(get("message=%7B%7D").status, 400u);
  EXPECT_EQ(get("encoding=json").status, 400u);
  EXPECT_EQ(get("encoding=xml&message=").status, 415u);
  EXPECT_EQ(get("encoding=json&message=%7B%7D&connect=v2").status, 400u);
  EXPECT_EQ(get("encoding=json&message=%7B%7D&compression=gzip").status, 501u);
  EXPECT_EQ(get("encoding=json&message=%zz").status, 400u);
}

TEST_F(Unary, CancelsTheCallWhenTheClientGoes) {
  Start();
  TestClient client(port());
  client.Send(PostJson(kGetCase, R"({"caseId":"slow"})", SignedIn()));
  while (services_.casework.slow_running == 0) std::this_thread::yield();
  client.Close();
  while (services_.casework.cancelled == 0) std::this_thread::yield();
  SUCCEED();
}

TEST_F(Unary, CarriesLargeAnswers) {
  Start();
  const Response response = AskJson(kGetCase, R"({"caseId":"large"})", SignedIn());
  EXPECT_EQ(json::parse(response.body)["formJson"].get<std::string>().size(), 3u << 20);
}

}  // namespace
}  // namespace lianban::gateway
