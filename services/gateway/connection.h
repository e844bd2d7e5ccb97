#pragma once
// One client connection over a Beast stream: reads requests within limits and time, asks the door, writes answers.
// Internal to the gateway's HTTP part; included by http_server.cpp only.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "fmt/format.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/http_server.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

// What the server needs of a connection, whatever its transport.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void BeginDrain() = 0;  // thread-safe: idle closes, a request finishes first, a stream is told to end
  virtual void Abort() = 0;       // thread-safe: closes at once
};

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

template <class Stream>
class HttpConnection final : public Connection,
                             public FrameSink,
                             public std::enable_shared_from_this<HttpConnection<Stream>> {
 public:
  HttpConnection(Stream stream, std::string peer, const HttpServerOptions& options, const TrustedProxies& proxies,
                 Door& door)
      : stream_(std::move(stream)), peer_(std::move(peer)), options_(options), proxies_(proxies), door_(door) {}

  // `finished` is called once, when the connection is gone.
  void Run(std::function<void()> finished) {
    asio::co_spawn(
        stream_.get_executor(), [self = this->shared_from_this()] { return self->Serve(); },
        [self = this->shared_from_this(), finished = std::move(finished)](std::exception_ptr) { finished(); });
  }

  void BeginDrain() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      self->draining_ = true;
      if (self->idle_) self->CloseSocket();
      if (self->upstream_ != nullptr) self->upstream_->Stop(OwnError(Error("SERVER_STOPPING")));
    });
  }
  void Abort() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] { self->CloseSocket(); });
  }

  // FrameSink
  asio::awaitable<bool> Begin(Response head) override;
  asio::awaitable<bool> Write(std::string frame) override;
  void Attach(UpstreamStream* stream) override {
    upstream_ = stream;
    if (stream != nullptr && draining_) stream->Stop(OwnError(Error("SERVER_STOPPING")));
  }

 private:
  using Parser = http::request_parser<http::string_body>;

  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  static constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

  beast::tcp_stream& socket() { return beast::get_lowest_layer(stream_); }
  void CloseSocket() {
    boost::system::error_code ignored;
    socket().socket().close(ignored);
  }
  static std::chrono::nanoseconds Chrono(absl::Duration duration) { return absl::ToChronoNanoseconds(duration); }

  asio::awaitable<void> Serve();
  asio::awaitable<bool> WaitForRequest();
  asio::awaitable<bool> ServeRequest();
  asio::awaitable<bool> ServeCall(AdmittedCall& admitted, Parser& parser);
  asio::awaitable<bool> ReadBody(Parser& parser, const AdmittedCall& admitted, std::optional<Response>& refusal);
  asio::awaitable<bool> SendContinue(const Parser& parser);
  asio::awaitable<bool> Refuse(Parser& parser, Response response);
  asio::awaitable<bool> Send(const Response& response, bool head_only, bool keep_alive);
  asio::awaitable<void> UntilGone();
  asio::awaitable<void> Linger();
  RequestHead HeadOf(const Parser& parser) const;

  Stream stream_;
  const std::string peer_;
  const HttpServerOptions& options_;
  const TrustedProxies& proxies_;
  Door& door_;
  beast::flat_buffer buffer_;
  bool idle_ = false, draining_ = false;
  unsigned version_ = 11;
  UpstreamStream* upstream_ = nullptr;
};

}  // namespace lianban::gateway

#include "services/gateway/connection_impl.h"
