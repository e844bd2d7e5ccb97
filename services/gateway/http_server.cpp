#include "services/gateway/http_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <thread>
#include <unordered_map>

#include "services/gateway/connection.h"
#include "services/lib/crypto/certificate.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::gateway {

namespace asio = boost::asio;

namespace {

using asio::ip::tcp;

struct Address {
  std::string host, port;
};

// "127.0.0.1:7480", "[::1]:7480"
std::optional<Address> SplitAddress(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return Address{host, listen.substr(colon + 1)};
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const HttpServerOptions& options, TrustedProxies proxies, Door& door)
      : options_(options), proxies_(std::move(proxies)), door_(door), acceptor_(asio::make_strand(context_)) {}

  absl::Status Listen();
  void Run();
  void Drain(absl::Duration patience);

  int port() const { return port_; }
  std::string url() const {
    const auto host = endpoint_.address().is_v6() ? "[" + endpoint_.address().to_string() + "]"
                                                  : endpoint_.address().to_string();
    return fmt::format("{}://{}:{}", tls_ ? "https" : "http", host, port_);
  }

 private:
  absl::Status LoadCertificate();
  asio::awaitable<void> Accept();
  void Open(tcp::socket socket);
  void Remove(uint64_t id, const std::string& address);
  void ForEach(const std::function<void(Connection&)>& act);
  bool WaitUntilEmpty(absl::Duration patience);

  const HttpServerOptions options_;
  const TrustedProxies proxies_;
  Door& door_;
  asio::io_context context_;
  // Without it the threads leave with the last connection, and calls that are still being cancelled wait for ever.
  asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  std::optional<asio::ssl::context> tls_;
  std::vector<std::thread> threads_;
  int port_ = 0;

  std::mutex mutex_;
  std::condition_variable emptied_;
  uint64_t next_id_ = 1;
  std::unordered_map<uint64_t, std::shared_ptr<Connection>> connections_;
  std::unordered_map<std::string, int> per_address_;
  bool draining_ = false;
};

absl::Status HttpServer::Impl::LoadCertificate() {
  if (options_.tls_certificate.empty() && options_.tls_key.empty()) return absl::OkStatus();
  if (options_.tls_certificate.empty()) return Error("TLS_OPTION_MISSING", {{"option", "http-tls-certificate"}});
  if (options_.tls_key.empty()) return Error("TLS_OPTION_MISSING", {{"option", "http-tls-key"}});
  LIANBAN_RETURN_IF_ERROR(crypto::CheckCertificate(options_.tls_certificate));
  LIANBAN_RETURN_IF_ERROR(crypto::CheckPrivateKey(options_.tls_key, options_.tls_certificate));
  boost::system::error_code error;
  tls_.emplace(asio::ssl::context::tls_server);
  tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                    asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  tls_->use_certificate_chain_file(options_.tls_certificate, error);
  if (!error) tls_->use_private_key_file(options_.tls_key, asio::ssl::context::pem, error);
  if (error) return Error("CERTIFICATE_INVALID", {{"file", options_.tls_certificate}});
  return absl::OkStatus();
}

absl::Status HttpServer::Impl::Listen() {
  LIANBAN_RETURN_IF_ERROR(LoadCertificate());
  const auto address = SplitAddress(options_.listen);
  boost::system::error_code error;
  tcp::resolver resolver(context_);
  tcp::resolver::results_type found;
  if (address) found = resolver.resolve(address->host, address->port, tcp::resolver::passive, error);
  if (!address || error || found.empty()) {
    return Error("OPTION_INVALID", {{"option", "--http-listen"}, {"value", options_.listen}});
  }
  endpoint_ = found.begin()->endpoint();
  acceptor_.open(endpoint_.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint_, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return Error("PORT_TAKEN", {{"address", options_.listen}});
  port_ = acceptor_.local_endpoint().port();
  return absl::OkStatus();
}

void HttpServer::Impl::Run() {
  asio::co_spawn(
      acceptor_.get_executor(), [this] { return Accept(); }, asio::detached);
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { context_.run(); });
}

asio::awaitable<void> HttpServer::Impl::Accept() {
  asio::steady_timer pause(acceptor_.get_executor());
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(context_), asio::as_tuple(asio::use_awaitable));
    if (!error) {
      Open(std::move(socket));
    } else if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
      co_return;
    } else {
      // Out of file descriptors, most likely: waiting lets some be closed.
      spdlog::warn("gateway: accept: {}", error.message());
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

void HttpServer::Impl::Open(tcp::socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(tcp::no_delay(true), error);
  const std::string peer = remote.address().to_string();
  const std::string address = LimitKey(peer);
  std::unique_lock lock(mutex_);
  const bool by_proxy = proxies_.Contains(peer);
  if (draining_ || connections_.size() >= static_cast<size_t>(options_.connections_max) ||
      (!by_proxy && per_address_[address] >= options_.connections_per_address_max)) {
    lock.unlock();
    static constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    socket.non_blocking(true, error);
    if (!tls_) socket.write_some(asio::buffer(kBusy), error);
    return;
  }
  ++per_address_[address];
  const uint64_t id = next_id_++;
  auto transport = tls_ ? TlsTransport(std::move(socket), *tls_) : PlainTransport(std::move(socket));
  const auto connection = std::make_shared<Connection>(std::move(transport), peer, options_, proxies_, door_);
  connections_.emplace(id, connection);
  connection->Run([this, id, address] { Remove(id, address); });
}

void HttpServer::Impl::Remove(uint64_t id, const std::string& address) {
  const std::lock_guard lock(mutex_);
  connections_.erase(id);
  if (const auto found = per_address_.find(address); found != per_address_.end() && --found->second == 0) {
    per_address_.erase(found);
  }
  if (connections_.empty()) emptied_.notify_all();
}

void HttpServer::Impl::ForEach(const std::function<void(Connection&)>& act) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, connection] : connections_) act(*connection);
}

bool HttpServer::Impl::WaitUntilEmpty(absl::Duration patience) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, absl::ToChronoMilliseconds(patience), [this] { return connections_.empty(); });
}

void HttpServer::Impl::Drain(absl::Duration patience) {
  if (threads_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  asio::post(acceptor_.get_executor(), [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  });
  ForEach([](Connection& connection) { connection.BeginDrain(); });
  if (!WaitUntilEmpty(patience)) {
    ForEach([](Connection& connection) { connection.Abort(); });
    WaitUntilEmpty(absl::Seconds(10));
  }
  // Cancelled calls still call back; the event loop must be there for that.
  while (door_.calls()->load() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  context_.stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() { Drain(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options, Door& door) {
  LIANBAN_ASSIGN_OR_RETURN(TrustedProxies proxies, TrustedProxies::Parse(options.trusted_proxies));
  auto impl = std::make_unique<Impl>(options, std::move(proxies), door);
  LIANBAN_RETURN_IF_ERROR(impl->Listen());
  impl->Run();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

int HttpServer::port() const { return impl_->port(); }
std::string HttpServer::url() const { return impl_->url(); }
void HttpServer::Drain(absl::Duration patience) { impl_->Drain(patience); }

}  // namespace lianban::gateway
