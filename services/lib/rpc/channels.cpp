#include "services/lib/rpc/channels.h"

#include "grpcpp/create_channel.h"
#include "services/lib/check/check.h"
#include "services/lib/rpc/credentials.h"
#include "spdlog/spdlog.h"

namespace lianban::rpc {
namespace {

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return arguments;
}

}  // namespace

Channels::Channels(std::map<std::string, std::string> addresses, Tls tls)
    : addresses_(std::move(addresses)), tls_(std::move(tls)) {}

void Channels::UseLocal(grpc::Server* server) {
  std::lock_guard lock(mutex_);
  server_ = server;
}

std::shared_ptr<grpc::Channel> Channels::To(const std::string& service) {
  std::lock_guard lock(mutex_);
  auto& channel = channels_[service];
  if (channel) return channel;
  const auto address = addresses_.find(service);
  if (address == addresses_.end()) {
    LIANBAN_CHECK(server_, "the local server is not built yet, and {} has no address", service);
    return channel = server_->InProcessChannel(Arguments());
  }
  const auto credentials = ChannelCredentialsFor(address->second, tls_);
  if (!credentials.ok()) spdlog::error("{}: {}", service, std::string(credentials.status().message()));
  // Without credentials gRPC gives a channel on which every call fails.
  return channel = grpc::CreateCustomChannel(address->second, credentials.ok() ? *credentials : nullptr, Arguments());
}

}  // namespace lianban::rpc
