#include "gmock/gmock.h"
#include "lianban/casework/v1/casework.pb.h"
#include "nlohmann/json.hpp"
#include "services/gateway/envelope.h"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Stream : public GatewayTest {
 protected:
  std::string Request(std::string_view body, const std::string& type = "application/connect+json") {
    return Post(kWatch, "content-type: " + type + "\r\nauthorization: Bearer " + SignedIn() + "\r\n", body);
  }
};

struct Frame {
  int flags;
  std::string payload;
};

std::vector<Frame> Frames(std::string body) {
  std::vector<Frame> frames;
  while (body.size() >= 5) {
    size_t length = 0;
    for (int i = 1; i < 5; ++i) length = length * 256 + static_cast<unsigned char>(body[i]);
    frames.push_back({body[0], body.substr(5, length)});
    body.erase(0, 5 + length);
  }
  EXPECT_EQ(body, "");
  return frames;
}

std::string Reason(const json& error) {
  for (const json& detail : error["details"]) {
    if (detail["type"] == "google.rpc.ErrorInfo") return detail["debug"]["reason"];
  }
  return "";
}

TEST_F(Stream, SendsEachMessageAndEndsOnce) {
  Start();
  const Response response = Ask(Request(Envelope(0, R"({"afterLogIndex":"3"})")));
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.headers.Get("content-type"), "application/connect+json");
  const auto frames = Frames(response.body);
  ASSERT_EQ(frames.size(), 4u);
  EXPECT_EQ(json::parse(frames[0].payload)["cursor"], "1");
  EXPECT_EQ(json::parse(frames[2].payload)["cursor"], "3");
  EXPECT_EQ(frames[3].flags, kEndStream);
  EXPECT_EQ(frames[3].payload, "{}");
}

TEST_F(Stream, SpeaksProtobuf) {
  Start();
  casework::v1::WatchRequest request;
  request.set_after_log_index(1);
  const Response response = Ask(Request(Envelope(0, request.SerializeAsString()), "application/connect+proto"));
  const auto frames = Frames(response.body);
  ASSERT_EQ(frames.size(), 2u);
  casework::v1::WatchResponse message;
  ASSERT_TRUE(message.ParseFromString(frames[0].payload));
  EXPECT_EQ(message.cursor(), 1);
}

TEST_F(Stream, KeepsTheConnectionAfterwards) {
  Start();
  TestClient client(port());
  client.Send(Request(Envelope(0, R"({"afterLogIndex":"1"})")));
  EXPECT_EQ(client.Receive().status, 200u);
  client.Send(Request(Envelope(0, R"({"afterLogIndex":"2"})")));
  EXPECT_EQ(Frames(client.Receive().body).size(), 3u);
}

TEST_F(Stream, SaysTwoHundredEvenForErrors) {
  Start();
  const Response response = Ask(Request(Envelope(0, R"({"afterLogIndex":"-1"})")));
  EXPECT_EQ(response.status, 200u);
  const auto frames = Frames(response.body);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].flags, kEndStream);
  const json end = json::parse(frames[0].payload);
  EXPECT_EQ(end["error"]["code"], "invalid_argument");
  EXPECT_EQ(Reason(end["error"]), "REQUEST_INVALID");
}

TEST_F(Stream, RefusesWithoutSessionInTheLastFrame) {
  Start();
  const Response response = Ask(Post(kWatch, "content-type: application/connect+json\r\n", Envelope(0, "{}")));
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(json::parse(Frames(response.body).at(0).payload)["error"]["code"], "unauthenticated");
}

TEST_F(Stream, RefusesBadEnvelopes) {
  Start();
  const auto reason = [&](const std::string& body) {
    const auto frames = Frames(Ask(Request(body)).body);
    return Reason(json::parse(frames.at(0).payload)["error"]);
  };
  EXPECT_EQ(reason(""), "ENVELOPE_INVALID");
  EXPECT_EQ(reason("\x01"), "ENVELOPE_INVALID");
  EXPECT_EQ(reason(Envelope(0, "{}") + "x"), "ENVELOPE_INVALID");
  EXPECT_EQ(reason(Envelope(0, "{}").substr(0, 6)), "ENVELOPE_INVALID");
  EXPECT_EQ(reason(Envelope(0, "{}") + Envelope(0, "{}")), "ENVELOPE_INVALID");
  EXPECT_EQ(reason(Envelope(kEndStream, "{}")), "ENVELOPE_INVALID");
  EXPECT_EQ(reason(Envelope(kCompressed, "{}")), "COMPRESSION_UNSUPPORTED");
  EXPECT_EQ(reason(Envelope(0, "nonsense")), "JSON_INVALID");
  EXPECT_EQ(reason(std::string("\x00\xff\xff\xff\xff{}", 7)), "ENVELOPE_INVALID");
}

TEST_F(Stream, RefusesUnaryContentType) {
  Start();
  EXPECT_EQ(Ask(Request("{}", "application/json")).status, 415u);
  EXPECT_EQ(Ask(fmt::format("GET {} HTTP/1.1\r\nhost: here\r\n\r\n", kWatch)).status, 405u);
}

TEST_F(Stream, CancelsWhenTheClientGoes) {
  Start();
  TestClient client(port());
  client.Send(Request(Envelope(0, R"({"afterLogIndex":"1","fromNow":true})")));
  client.ReceiveHead();
  std::string body;
  client.ReceiveChunk(body);
  EXPECT_EQ(services_.casework.watching, 1);
  client.Close();
  while (services_.casework.watching != 0) std::this_thread::yield();
  EXPECT_EQ(services_.casework.cancelled, 1);
}

// What is not read by the client is not fetched from the service without bound.
TEST_F(Stream, SlowReaderSlowsTheServiceDown) {
  Start();
  constexpr int64_t kMany = 5'000'000;
  TestClient client(port());
  client.Send(Request(Envelope(0, fmt::format(R"({{"afterLogIndex":"{}"}})", kMany))));
  client.ReceiveHead();
  // The service stops being asked once buffers are full: its count stands still.
  int before = -1;
  while (services_.casework.written != before) {
    before = services_.casework.written;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_LT(services_.casework.written, kMany);
}

TEST_F(Stream, DrainingEndsItWithAReasonToResume) {
  Start();
  TestClient client(port());
  client.Send(Request(Envelope(0, R"({"afterLogIndex":"1","fromNow":true})")));
  client.ReceiveHead();
  std::string body;
  client.ReceiveChunk(body);
  server_->Drain(absl::Seconds(20));
  while (client.ReceiveChunk(body)) {
  }
  const auto frames = Frames(body);
  ASSERT_EQ(frames.size(), 2u);
  const json error = json::parse(frames[1].payload)["error"];
  EXPECT_EQ(error["code"], "unavailable");
  EXPECT_EQ(Reason(error), "SERVER_STOPPING");
  EXPECT_TRUE(client.ClosedByServer());
}

}  // namespace
}  // namespace lianban::gateway
