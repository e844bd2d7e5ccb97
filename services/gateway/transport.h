#pragma once
// The bytes of one client connection, plain or through TLS, so that what is said over them is compiled once.
// Used from the connection's strand only; one read and one write may be under way at a time. Every operation ends with
// the time that socket().expires_after() gives it.

#include <array>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace lianban::gateway {

struct Transferred {
  boost::system::error_code error;
  size_t bytes = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual bool tls() const = 0;
  virtual boost::beast::tcp_stream& socket() = 0;  // below TLS
  virtual boost::asio::awaitable<boost::system::error_code> Open() = 0;
  virtual boost::asio::awaitable<Transferred> ReadSome(boost::asio::mutable_buffer into) = 0;
  // Both parts, completely; what they point to lives until then.
  virtual boost::asio::awaitable<Transferred> Write(std::array<boost::asio::const_buffer, 2> parts) = 0;
  // Tells the client that nothing more comes while its bytes are still read; TLS has no such half.
  virtual void EndSending() = 0;
  virtual boost::asio::awaitable<void> Close() = 0;
};

std::unique_ptr<Transport> PlainTransport(boost::asio::ip::tcp::socket socket);
// `context` outlives it.
std::unique_ptr<Transport> TlsTransport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace lianban::gateway
