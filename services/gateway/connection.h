#pragma once
// One client connection: reads requests within limits and time, asks the door, writes answers.
// Internal to the gateway's HTTP part.

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "services/gateway/http_server.h"
#include "services/gateway/transport.h"

namespace lianban::gateway {

class Connection final : public FrameSink, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::unique_ptr<Transport> transport, std::string peer, const HttpServerOptions& options,
             const TrustedProxies& proxies, Door& door)
      : transport_(std::move(transport)), peer_(std::move(peer)), options_(options), proxies_(proxies), door_(door) {}

  // `finished` is called once, when the connection is gone.
  void Run(std::function<void()> finished);
  void BeginDrain();  // thread-safe: idle closes, a request finishes first, a stream is told to end
  void Abort();       // thread-safe: closes at once

  // FrameSink
  boost::asio::awaitable<bool> Begin(Response head) override;
  boost::asio::awaitable<bool> Write(std::string frame) override;
  void Attach(UpstreamStream* stream) override;

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<void> Serve();
  boost::asio::awaitable<bool> WaitForRequest();
  boost::asio::awaitable<bool> ServeRequest();
  boost::asio::awaitable<bool> ServeCall(AdmittedCall& admitted, Parser& parser);
  boost::asio::awaitable<bool> RefuseHeader(boost::system::error_code error);
  boost::asio::awaitable<boost::system::error_code> Receive(Parser& parser, bool body);
  boost::asio::awaitable<bool> ReadBody(Parser& parser, const AdmittedCall& admitted, std::optional<Response>& refusal);
  boost::asio::awaitable<bool> SendContinue(const Parser& parser);
  boost::asio::awaitable<bool> Refuse(Parser& parser, Response response);
  boost::asio::awaitable<bool> Send(const Response& response, bool head_only, bool keep_alive);
  boost::asio::awaitable<bool> SendBytes(std::string_view first, std::string_view second);
  boost::asio::awaitable<void> UntilGone();
  boost::asio::awaitable<void> Linger();
  RequestHead HeadOf(const Parser& parser) const;
  void ExpireAfter(absl::Duration duration) { transport_->socket().expires_after(absl::ToChronoNanoseconds(duration)); }
  void CloseSocket();

  const std::unique_ptr<Transport> transport_;
  const std::string peer_;
  const HttpServerOptions& options_;
  const TrustedProxies& proxies_;
  Door& door_;
  boost::beast::flat_buffer buffer_;
  bool idle_ = false, draining_ = false;
  unsigned version_ = 11;
  UpstreamStream* upstream_ = nullptr;
};

}  // namespace lianban::gateway
