#pragma once
// What happens to a request: files, health, or a call of the API with its session, limits and answer.
// Knows nothing of sockets; the connection feeds it and writes what it says.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "boost/asio/awaitable.hpp"
#include "services/gateway/api_call.h"
#include "services/gateway/client_address.h"
#include "services/gateway/credentials.h"
#include "services/gateway/http.h"
#include "services/gateway/rate_limiter.h"
#include "services/gateway/request_trace.h"
#include "services/gateway/route_table.h"
#include "services/gateway/session_cache.h"
#include "services/gateway/static_files.h"
#include "services/gateway/transcode.h"
#include "services/gateway/upstream.h"

namespace lianban::gateway {

struct DoorOptions {
  std::string public_url;
  std::string static_dir;
  int requests_per_minute = 1200;
  int requests_per_minute_importer = 120000;
  int guesses_per_minute = 30;
  size_t body_bytes_max = 4 << 20;
  std::function<std::shared_ptr<grpc::Channel>(const std::string& service)> channel;
};

// An API call that has passed every check that needs no body.
struct AdmittedCall {
  ApiCall call;
  RequestTrace trace;
  Credentials credentials;
  Session session;           // signed_context is empty for calls without session
  std::string client_address;
  bool secure = false;
  absl::Time start_time;
  size_t body_bytes_max = 0;
};

// Where the frames of a stream go. False: the client is gone.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual boost::asio::awaitable<bool> Begin(Response head) = 0;  // status and headers; the body follows in frames
  virtual boost::asio::awaitable<bool> Write(std::string frame) = 0;
  // The stream under way, so that a draining connection can stop it; null again when it has ended.
  virtual void Attach(UpstreamStream* stream) = 0;
};

class Door {
 public:
  explicit Door(DoorOptions options);

  // Files, health and refusals are answered at once; a call of the API is admitted with its session.
  boost::asio::awaitable<std::variant<Response, AdmittedCall>> Admit(RequestHead head);

  boost::asio::awaitable<Response> Unary(const AdmittedCall& admitted, std::string body);
  boost::asio::awaitable<void> Stream(const AdmittedCall& admitted, std::string body, FrameSink& sink);

  // For errors that the connection itself finds (too large, not HTTP).
  Response Refuse(const AdmittedCall* admitted, bool secure, const absl::Status& error) const;

  void set_ready(bool ready) { ready_ = ready; }
  const std::shared_ptr<CallCount>& calls() const { return calls_; }

 private:
  std::optional<Response> Health(const RequestHead& head) const;
  absl::Status CheckLimit(const std::string& key, int per_minute, absl::Duration* wait);
  std::optional<grpc::Status> LimitByAddress(const ApiCall& call, const std::string& client_address, bool known);
  boost::asio::awaitable<grpc::Status> FindSession(AdmittedCall& admitted);
  UpstreamCall Upstream(const AdmittedCall& admitted, std::string request) const;
  absl::StatusOr<std::string> RequestBytes(const AdmittedCall& admitted, std::string body) const;
  Response Finish(const AdmittedCall& admitted, Response response) const;
  void Log(const AdmittedCall& admitted, const grpc::Status& status) const;

  const DoorOptions options_;
  const std::string public_origin_;
  const RouteTable routes_;
  const Transcoder transcoder_;
  StaticFiles files_;
  SessionCache sessions_;
  RateLimiter limits_;
  std::atomic<bool> ready_{false};
  std::shared_ptr<CallCount> calls_ = std::make_shared<CallCount>(0);
};

}  // namespace lianban::gateway
