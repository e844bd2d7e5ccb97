#include "services/gateway/transport.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/ssl.hpp>
#include <utility>

namespace lianban::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

template <class Stream>
class StreamTransport : public Transport {
 public:
  explicit StreamTransport(Stream stream) : stream_(std::move(stream)) {}

  beast::tcp_stream& socket() override { return beast::get_lowest_layer(stream_); }
  asio::awaitable<Transferred> ReadSome(asio::mutable_buffer into) override {
    auto [error, bytes] = co_await stream_.async_read_some(into, kResult);
    co_return Transferred{error, bytes};
  }
  asio::awaitable<Transferred> Write(std::array<asio::const_buffer, 2> parts) override {
    auto [error, bytes] = co_await asio::async_write(stream_, parts, kResult);
    co_return Transferred{error, bytes};
  }

 protected:
  Stream stream_;
};

class OverTcp final : public StreamTransport<beast::tcp_stream> {
 public:
  using StreamTransport::StreamTransport;

  bool tls() const override { return false; }
  asio::awaitable<error_code> Open() override { co_return error_code(); }
  void EndSending() override {
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }
  asio::awaitable<void> Close() override {
    EndSending();
    co_return;
  }
};

class OverTls final : public StreamTransport<beast::ssl_stream<beast::tcp_stream>> {
 public:
  using StreamTransport::StreamTransport;

  bool tls() const override { return true; }
  asio::awaitable<error_code> Open() override {
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kResult);
    co_return error;
  }
  void EndSending() override {}
  asio::awaitable<void> Close() override {
    socket().expires_after(std::chrono::seconds(2));
    co_await stream_.async_shutdown(kResult);
  }
};

}  // namespace

std::unique_ptr<Transport> PlainTransport(asio::ip::tcp::socket socket) {
  return std::make_unique<OverTcp>(beast::tcp_stream(std::move(socket)));
}

std::unique_ptr<Transport> TlsTransport(asio::ip::tcp::socket socket, asio::ssl::context& context) {
  return std::make_unique<OverTls>(beast::ssl_stream<beast::tcp_stream>(beast::tcp_stream(std::move(socket)), context));
}

}  // namespace lianban::gateway
