// Effects that go to systems outside: a real receiver on a socket, a real database, a running casework.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core.hpp"
#include "boost/beast/http.hpp"
#include "grpcpp/client_context.h"
#include "lianban/casework/v1/connectors.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

namespace beast = boost::beast;
using boost::asio::ip::tcp;

constexpr char kSecret[] = "0123456789abcdef";

// Answers each request with the next status of a list, the last one for ever.
class Receiver {
 public:
  struct Request {
    std::string id, timestamp, signature, body;
  };

  explicit Receiver(std::vector<int> statuses) : statuses_(std::move(statuses)) {
    acceptor_.open(tcp::v4());
    acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
    acceptor_.listen();
    thread_ = std::thread([this] { Serve(); });
  }
  ~Receiver() {
    stopping_ = true;
    boost::system::error_code ignored;
    tcp::socket(context_).connect(acceptor_.local_endpoint(), ignored);  // ends the accept
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/in"; }
  std::vector<Request> requests() {
    std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void Serve() {
    while (true) {
      tcp::socket socket(context_);
      acceptor_.accept(socket);
      if (stopping_) return;
      beast::flat_buffer buffer;
      beast::http::request<beast::http::string_body> request;
      boost::system::error_code error;
      beast::http::read(socket, buffer, request, error);
      if (error) continue;
      beast::http::response<beast::http::empty_body> response;
      {
        std::lock_guard lock(mutex_);
        response.result(statuses_[std::min(requests_.size(), statuses_.size() - 1)]);
        requests_.push_back({std::string(request["webhook-id"]), std::string(request["webhook-timestamp"]),
                             std::string(request["webhook-signature"]), request.body()});
      }
      response.prepare_payload();
      beast::http::write(socket, response, error);
    }
  }

  std::vector<int> statuses_;
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_};
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<Request> requests_;
  std::thread thread_;
};

class ConnectorDelivery : public ::testing::Test {
 protected:
  static void Permit(TestCity& city) { city.config().connector_networks = {"127.0.0.0/8"}; }

  template <class Request, class Response>
  absl::StatusOr<Response> Do(grpc::Status (v1::Connectors::Stub::*call)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request, const rpc::Context& who) {
    const auto stub = v1::Connectors::NewStub(server_->channel());
    grpc::ClientContext context;
    Caller(*server_, city_, who).Authorize(context);
    Response response;
    const grpc::Status status = (stub.get()->*call)(&context, request, &response);
    if (!status.ok()) return StatusFrom(status);
    return response;
  }

  absl::StatusOr<v1::Connector> Put(const std::string& url, const std::string& secret = kSecret, bool paused = false) {
    v1::PutConnectorRequest request;
    request.set_name("court");
    request.set_url(url);
    request.set_secret(secret);
    request.set_paused(paused);
    return Do(&v1::Connectors::Stub::PutConnector, request, admin_);
  }
  // A case that has told the court.
  std::string Told() {
    const Caller handler(*server_, city_, city_.Person("u1", {"jd-1/handler"}));
    const auto at = handler.Start("tell_court", R"({"number":"（2026）浙0602民初1号"})");
    EXPECT_TRUE(at.ok()) << at.status();
    EXPECT_TRUE(handler.Complete(*at, "send").ok());
    return at->case_id();
  }
  v1::Effect EffectOf(const std::string& case_id) {
    v1::ListEffectsRequest request;
    request.set_case_id(case_id);
    const auto list = Do(&v1::Connectors::Stub::ListEffects, request, city_.Person("u1", {"jd-1/handler"}));
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() && list->effects_size() == 1 ? list->effects(0) : v1::Effect();
  }
  bool Becomes(const std::string& case_id, const std::string& state) {
    for (int i = 0; i < 600; ++i) {
      if (EffectOf(case_id).state() == state) return true;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }

  TestCity city_;
  const rpc::Context admin_ = city_.Person("admin", {"jd-1/system_admin"});
  std::unique_ptr<TestServer> server_ = [this] {
    Permit(city_);
    return std::make_unique<TestServer>(city_);
  }();
};

TEST_F(ConnectorDelivery, IsSignedAndCarriesWhatTheScriptSaid) {
  Receiver court({204});
  ASSERT_TRUE(Put(court.url()).ok());
  const std::string case_id = Told();
  ASSERT_TRUE(Becomes(case_id, "sent"));
  const auto requests = court.requests();
  ASSERT_EQ(requests.size(), 1u);
  const auto& request = requests[0];
  const std::string mac = crypto::HmacSha256(kSecret, request.id + "." + request.timestamp + "." + request.body);
  EXPECT_EQ(request.signature, "v1," + absl::Base64Escape(absl::string_view(mac.data(), mac.size())));
  const auto event = nlohmann::json::parse(request.body);
  EXPECT_EQ(event["specversion"], "1.0");
  EXPECT_EQ(event["id"], request.id);
  EXPECT_EQ(event["subject"], case_id);
  EXPECT_EQ(event["data"]["number"], "（2026）浙0602民初1号");
}

TEST_F(ConnectorDelivery, IsRepeatedUnderTheSameIdUntilItArrives) {
  Receiver court({503, 429, 200});
  ASSERT_TRUE(Put(court.url()).ok());
  ASSERT_TRUE(Becomes(Told(), "sent"));
  const auto requests = court.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].id, requests[2].id);
}

TEST_F(ConnectorDelivery, ThatIsRefusedIsKeptAndSentAgainOnRequest) {
  Receiver court({400, 200});
  ASSERT_TRUE(Put(court.url()).ok());
  const std::string case_id = Told();
  ASSERT_TRUE(Becomes(case_id, "failed"));
  EXPECT_NE(EffectOf(case_id).last_error().find("HTTP 400"), std::string::npos);

  const auto failed = Do(&v1::Connectors::Stub::ListEffects, v1::ListEffectsRequest(), admin_);
  ASSERT_TRUE(failed.ok()) << failed.status();
  ASSERT_EQ(failed->effects_size(), 1);
  EXPECT_EQ(failed->effects(0).case_id(), case_id);
  EXPECT_EQ(failed->effects(0).payload_json(), "");  // content is for those who may see the case

  v1::ResendEffectRequest resend;
  resend.set_case_id(case_id);
  resend.set_effect_no(failed->effects(0).effect_no());
  ASSERT_TRUE(Do(&v1::Connectors::Stub::ResendEffect, resend, admin_).ok());
  ASSERT_TRUE(Becomes(case_id, "sent"));
  EXPECT_EQ(ReasonOf(Do(&v1::Connectors::Stub::ResendEffect, resend, admin_).status()), "EFFECT_NOT_FAILED");
}

TEST_F(ConnectorDelivery, WaitsWhileTheConnectorIsPausedOrUnknown) {
  Receiver court({200});
  ASSERT_TRUE(Put(court.url(), kSecret, true).ok());
  const std::string case_id = Told();
  for (int i = 0; i < 100 && EffectOf(case_id).last_error().empty(); ++i) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(EffectOf(case_id).state(), "pending");
  EXPECT_NE(EffectOf(case_id).last_error(), "");
  EXPECT_EQ(EffectOf(case_id).attempt(), 0) << "nobody was asked: however long it waits, no attempt is lost";
  EXPECT_TRUE(court.requests().empty());
}

TEST_F(ConnectorDelivery, NeverReachesIntoTheHouse) {
  Receiver inside({200});
  city_.config().connector_networks = {};
  server_.reset();
  server_ = std::make_unique<TestServer>(city_);
  ASSERT_TRUE(Put(inside.url()).ok());
  ASSERT_TRUE(Becomes(Told(), "failed"));
  EXPECT_TRUE(inside.requests().empty());
}

TEST_F(ConnectorDelivery, IsTheBusinessOfSystemAdministratorsOnly) {
  const auto handler = city_.Person("u1", {"jd-1/handler"});
  v1::PutConnectorRequest put;
  EXPECT_EQ(ReasonOf(Do(&v1::Connectors::Stub::PutConnector, put, handler).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Do(&v1::Connectors::Stub::ListEffects, v1::ListEffectsRequest(), handler).status()),
            "PERMISSION_DENIED");
  const auto stranger = city_.Person("u9", {"sq-9/handler"});
  v1::ListEffectsRequest of_case;
  of_case.set_case_id(Told());
  EXPECT_EQ(ReasonOf(Do(&v1::Connectors::Stub::ListEffects, of_case, stranger).status()), "NOT_FOUND");
}

TEST_F(ConnectorDelivery, NeverShowsASecretAndKeepsItWhenNoneIsGiven) {
  Receiver court({200});
  EXPECT_EQ(ReasonOf(Put(court.url(), "").status()), "CONNECTOR_SECRET_NEEDED");
  EXPECT_EQ(ReasonOf(Put(court.url(), "short").status()), "REQUEST_INVALID");
  EXPECT_EQ(ReasonOf(Put("file:///etc/passwd").status()), "REQUEST_INVALID");
  EXPECT_EQ(ReasonOf(Put("http://user:pass@court.example/").status()), "REQUEST_INVALID");
  ASSERT_TRUE(Put(court.url()).ok());
  ASSERT_TRUE(Put(court.url(), "").ok());
  const auto list = Do(&v1::Connectors::Stub::ListConnectors, v1::ListConnectorsRequest(), admin_);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->connectors_size(), 1);
  EXPECT_EQ(list->DebugString().find(kSecret), std::string::npos);
  ASSERT_TRUE(Becomes(Told(), "sent"));
}

}  // namespace
}  // namespace lianban::casework
