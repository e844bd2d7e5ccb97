#pragma once
// How services find each other: the same stubs over an in-process channel or over TCP.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/server.h"

namespace lianban::rpc {

// Largest message between services; servers set the same limit.
inline constexpr int kMessageBytesMax = 16 << 20;

class Channels {
 public:
  // `addresses`: service name ("casework") -> host:port for services that run elsewhere.
  // TLS files empty: plain text, allowed on loopback only.
  struct Tls {
    std::string ca_file, certificate_file, key_file;
  };
  Channels(std::map<std::string, std::string> addresses, Tls tls);

  // After the local server is built: every service without an address is reached through it.
  void UseLocal(grpc::Server* server);

  // Valid before UseLocal for remote services only.
  std::shared_ptr<grpc::Channel> To(const std::string& service);

 private:
  std::map<std::string, std::string> addresses_;
  Tls tls_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  grpc::Server* server_ = nullptr;
};

}  // namespace lianban::rpc
