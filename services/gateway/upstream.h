#pragma once
// Calls to the services as bytes, awaited by the connection's coroutine. A call whose coroutine is cancelled or gone is
// cancelled at the service too.

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace lianban::gateway {

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Calls that the RPC library still owes an answer; the event loop outlives them.
using CallCount = std::atomic<int>;

struct UpstreamCall {
  std::shared_ptr<grpc::Channel> channel;
  std::string path;                     // "/package.Service/Method"
  Metadata metadata;
  std::optional<absl::Time> deadline;
  std::string request;                  // protobuf bytes
  std::shared_ptr<CallCount> count;
};

struct UpstreamAnswer {
  grpc::Status status;
  std::string bytes;        // when status is OK
  Metadata headers, trailers;
};

boost::asio::awaitable<UpstreamAnswer> CallUnary(UpstreamCall call);

// One server stream. Used from one strand only, the one it was started on.
class UpstreamStream {
 public:
  static boost::asio::awaitable<std::unique_ptr<UpstreamStream>> Start(UpstreamCall call);
  ~UpstreamStream();

  // The next message; nullopt at the end, when status() says how it ended. The following message is fetched only when
  // it is asked for, so a slow reader slows the service down and costs no memory here.
  boost::asio::awaitable<std::optional<std::string>> Next();
  const grpc::Status& status() const;

  // Ends the stream from this side: Next() returns nullopt and status() is `status`.
  void Stop(const grpc::Status& status);

 private:
  class Reactor;
  explicit UpstreamStream(Reactor* reactor) : reactor_(reactor) {}
  Reactor* reactor_;
};

}  // namespace lianban::gateway
