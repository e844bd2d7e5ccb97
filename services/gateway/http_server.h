#pragma once
// The listening socket, its connections, and their orderly end.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/client_address.h"
#include "services/gateway/door.h"

namespace lianban::gateway {

struct HttpServerOptions {
  std::string listen;                  // "127.0.0.1:7480"; port 0 picks a free one
  std::string tls_certificate, tls_key;  // PEM files; both empty: plain HTTP
  std::vector<std::string> trusted_proxies;
  int threads = 2;
  int connections_max = 2000;
  int connections_per_address_max = 200;
  size_t header_bytes_max = 16 << 10;
  absl::Duration idle_timeout = absl::Seconds(75);    // between two requests
  absl::Duration header_timeout = absl::Seconds(10);  // from the first byte of a header to its last
  absl::Duration body_timeout = absl::Seconds(60);    // for a whole body
  absl::Duration write_timeout = absl::Seconds(60);   // for each write: a client that does not read is dropped
};

class HttpServer {
 public:
  // UNAVAILABLE with PORT_TAKEN when the address cannot be bound; INVALID_ARGUMENT for a bad address or certificate.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options, Door& door);
  ~HttpServer();

  int port() const;
  std::string url() const;  // "http://127.0.0.1:7480"

  // Stops accepting, lets requests under way finish (streams are told to end and resume elsewhere), then closes what is
  // left after `patience`. Returns when nothing runs any more.
  void Drain(absl::Duration patience);

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban::gateway
