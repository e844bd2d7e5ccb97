#pragma once
// Mutual TLS between the processes of one deployment: both sides show a certificate of the deployment's own CA. The
// files are watched, so certificates are renewed without a restart.

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "services/lib/rpc/channels.h"

namespace lianban::rpc {

// "127.0.0.1:7440", "localhost:…", "[::1]:…" and unix sockets.
bool IsLoopback(std::string_view address);

// Without TLS files: plain text on loopback, FAILED_PRECONDITION elsewhere. With them: all three readable, or
// FAILED_PRECONDITION naming the file. A peer without a certificate of the CA is refused in the handshake.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsFor(std::string_view listen,
                                                                              const Channels::Tls& tls);
// The server's certificate must name the host of the address.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsFor(std::string_view address,
                                                                                const Channels::Tls& tls);

}  // namespace lianban::rpc
