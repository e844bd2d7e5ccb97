#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

using testing::HasSubstr;

using HttpConnectionTest = GatewayTest;

TEST_F(HttpConnectionTest, KeepsAliveAndTakesPipelinedRequests) {
  Start();
  const std::string token = SignedIn();
  TestClient client(port());
  client.Send(PostJson(kGetCase, R"({"caseId":"1"})", token) + PostJson(kGetCase, R"({"caseId":"2"})", token));
  EXPECT_THAT(client.Receive().body, HasSubstr(R"("caseId":"1")"));
  EXPECT_THAT(client.Receive().body, HasSubstr(R"("caseId":"2")"));
}

TEST_F(HttpConnectionTest, KeepsAliveAfterARefusal) {
  Start();
  TestClient client(port());
  client.Send(PostJson(kGetCase, "{}"));
  EXPECT_EQ(client.Receive().status, 401u);
  client.Send(PostJson(kComputeDeadline, "{}"));
  EXPECT_EQ(client.Receive().status, 200u);
}

TEST_F(HttpConnectionTest, TakesChunkedBodies) {
  Start();
  TestClient client(port());
  client.Send(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
                          "transfer-encoding: chunked\r\n\r\n5\r\n{{\"per\r\nb\r\niod\":\"7wd\"}}\r\n0\r\n\r\n", kComputeDeadline));
  EXPECT_THAT(client.Receive().body, HasSubstr("7wd"));
}

TEST_F(HttpConnectionTest, AnswersExpectContinue) {
  Start();
  TestClient client(port());
  client.Send(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n"
                          "content-length: 2\r\n\r\n", kComputeDeadline));
  EXPECT_EQ(client.ReceiveHead(), "HTTP/1.1 100 Continue");
  client.Send("{}");
  EXPECT_EQ(client.Receive().status, 200u);
}

TEST_F(HttpConnectionTest, RefusesBeforeTheBodyIsSentWhenAskedTo) {
  Start();
  TestClient client(port());
  client.Send(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n"
                          "content-length: 2\r\n\r\n", kGetCase));
  EXPECT_EQ(client.Receive().status, 401u);
}

TEST_F(HttpConnectionTest, RefusesLargeBodiesByLengthAndByChunk) {
  door_options_.body_bytes_max = 1000;
  Start();
  const Response declared = Ask(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
                                            "content-length: 100000000\r\n\r\n", kComputeDeadline));
  EXPECT_EQ(declared.status, 429u);
  EXPECT_THAT(declared.body, HasSubstr("BODY_TOO_LARGE"));
  EXPECT_EQ(declared.headers.Get("connection"), "close");
  const Response chunked = Ask(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
                                           "transfer-encoding: chunked\r\n\r\n1000\r\n{}\r\n0\r\n\r\n", kComputeDeadline,
                                           std::string(0x1000, ' ')));
  EXPECT_EQ(chunked.status, 429u);
}

// A client that is still sending gets to read why it was refused.
TEST_F(HttpConnectionTest, RefusalReachesAClientThatGoesOnSending) {
  door_options_.body_bytes_max = 1000;
  Start();
  TestClient client(port());
  client.Send(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: 4000000\r\n\r\n",
                          kComputeDeadline));
  client.Send(std::string(4'000'000, ' '));
  EXPECT_EQ(client.Receive().status, 429u);
}

TEST_F(HttpConnectionTest, RefusesLargeHeaders) {
  Start();
  const Response response =
      Ask(fmt::format("GET / HTTP/1.1\r\nhost: here\r\nx-long: {}\r\n\r\n", std::string(20'000, 'a')));
  EXPECT_EQ(response.status, 431u);
  std::string many = "GET / HTTP/1.1\r\nhost: here\r\n";
  for (int i = 0; i < 3000; ++i) many += fmt::format("x-{}: 1\r\n", i);
  EXPECT_EQ(Ask(many + "\r\n").status, 431u);
}

TEST_F(HttpConnectionTest, RefusesWhatIsNotHttp) {
  Start();
  EXPECT_EQ(Ask("nonsense\r\n\r\n").status, 400u);
  EXPECT_EQ(Ask("GET / HTTP/9.9\r\n\r\n").status, 400u);
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\n\r\n").status, 400u) << "Host is required";
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n").status, 400u);
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\nhost : a\r\n\r\n").status, 400u);
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\nhost: a\r\nbad\x01name: 1\r\n\r\n").status, 400u);
}

// Two lengths are how a request is smuggled past a proxy.
TEST_F(HttpConnectionTest, RefusesTwoWaysToTellTheLength) {
  Start();
  const std::string head = fmt::format("POST {} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n", kComputeDeadline);
  EXPECT_EQ(Ask(head + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}x").status, 400u);
  EXPECT_EQ(Ask(head + "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n").status, 400u);
  EXPECT_EQ(Ask(head + "content-length: -2\r\n\r\n{}").status, 400u);
}

TEST_F(HttpConnectionTest, DropsAHeaderThatNeverEnds) {
  server_options_.header_timeout = absl::Milliseconds(200);
  Start();
  TestClient client(port());
  // Each byte comes in time for an idle limit, yet the header as a whole does not.
  bool open = client.Send("GET / HTTP/1.1\r\nhost: here\r\n");
  for (int i = 0; i < 2000 && open; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    open = client.Send("x");
  }
  EXPECT_FALSE(open);
}

TEST_F(HttpConnectionTest, DropsABodyThatNeverEnds) {
  server_options_.body_timeout = absl::Milliseconds(200);
  Start();
  TestClient client(port());
  bool open = client.Send(fmt::format("POST {} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
                                      "content-length: 10000\r\n\r\n", kComputeDeadline));
  for (int i = 0; i < 2000 && open; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    open = client.Send(" ");
  }
  EXPECT_FALSE(open);
}

TEST_F(HttpConnectionTest, ClosesIdleConnections) {
  server_options_.idle_timeout = absl::Milliseconds(100);
  Start();
  TestClient client(port());
  EXPECT_TRUE(client.ClosedByServer());
}

TEST_F(HttpConnectionTest, LimitsConnectionsInAllAndFromOneAddress) {
  server_options_.connections_per_address_max = 2;
  server_options_.connections_max = 3;
  Start();
  const std::string request = PostJson(kComputeDeadline, "{}");
  TestClient one(port(), "127.0.0.50"), two(port(), "127.0.0.50");
  one.Send(request);
  two.Send(request);
  EXPECT_EQ(one.Receive().status, 200u);
  EXPECT_EQ(two.Receive().status, 200u);
  TestClient three(port(), "127.0.0.50");
  EXPECT_EQ(three.Receive().status, 503u);
  TestClient other(port(), "127.0.0.51");
  other.Send(request);
  EXPECT_EQ(other.Receive().status, 200u);
  TestClient fourth(port(), "127.0.0.52");
  EXPECT_EQ(fourth.Receive().status, 503u);
}

TEST_F(HttpConnectionTest, SpeaksOldHttp) {
  Start();
  TestClient client(port());
  client.Send("GET /healthz HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "ok\n");
  EXPECT_TRUE(client.ClosedByServer());
}

TEST_F(HttpConnectionTest, SaysWhetherItStays) {
  Start();
  TestClient client(port());
  client.Send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.Receive().headers.Get("connection"), "keep-alive");
  client.Send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_FALSE(client.Receive().headers.Has("connection")) << "HTTP/1.1 stays unless it says otherwise";
  client.Send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.Receive().headers.Get("connection"), "close");
  EXPECT_TRUE(client.ClosedByServer());
}

TEST_F(HttpConnectionTest, DrainingFinishesWhatIsUnderWay) {
  Start();
  TestClient idle(port()), busy(port());
  busy.Send(PostJson(kGetCase, R"({"caseId":"slow"})", SignedIn()));
  while (services_.casework.slow_running == 0) std::this_thread::yield();
  std::thread drain([&] { server_->Drain(absl::Seconds(30)); });
  EXPECT_TRUE(idle.ClosedByServer());
  services_.casework.release_slow = true;
  const Response response = busy.Receive();
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.headers.Get("connection"), "close");
  drain.join();
  EXPECT_FALSE(TestClient(port()).connected());
}

TEST_F(HttpConnectionTest, DrainingDoesNotWaitForEver) {
  Start();
  TestClient busy(port());
  busy.Send(PostJson(kGetCase, R"({"caseId":"slow"})", SignedIn()));
  while (services_.casework.slow_running == 0) std::this_thread::yield();
  server_->Drain(absl::Milliseconds(50));
  EXPECT_TRUE(busy.ClosedByServer());
  while (services_.casework.cancelled == 0) std::this_thread::yield();
}

TEST_F(HttpConnectionTest, ReadinessFollowsTheDoor) {
  Start();
  EXPECT_EQ(Ask("GET /readyz HTTP/1.1\r\nhost: here\r\n\r\n").status, 200u);
  door_->set_ready(false);
  EXPECT_EQ(Ask("GET /readyz HTTP/1.1\r\nhost: here\r\n\r\n").status, 503u);
  EXPECT_EQ(Ask("GET /healthz HTTP/1.1\r\nhost: here\r\n\r\n").status, 200u);
}

TEST_F(HttpConnectionTest, TakenPortIsAnErrorThatSaysSo) {
  Start();
  HttpServerOptions second = server_options_;
  second.listen = fmt::format("127.0.0.1:{}", port());
  const auto server = HttpServer::Start(second, *door_);
  EXPECT_EQ(ReasonOf(server.status()), "PORT_TAKEN");
}

}  // namespace
}  // namespace lianban::gateway
