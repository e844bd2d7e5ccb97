#pragma once
// The server's gRPC port as any service of the deployment may use it: with contexts signed by the deployment's key.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/rpc/context.h"

namespace lianban::chaos {

inline constexpr char kCity[] = "330600";
inline constexpr char kArea[] = "3306";
inline constexpr char kUnit[] = "admin-3306";  // the one unit a new city has

class Door {
 public:
  // Reads the keys under `data_folder`. Thread safe.
  static absl::StatusOr<std::unique_ptr<Door>> Open(std::string address, const std::string& data_folder);

  // A connection of its own each time; it comes back by itself a moment after the server does.
  std::shared_ptr<grpc::Channel> Connect() const;
  // Signs the call for somebody with these roles at kUnit.
  void Prepare(grpc::ClientContext& call, const std::string& user, const std::vector<std::string>& roles,
               absl::Duration timeout) const;
  // Raw Ed25519 key of the checkpoints.
  const std::string& audit_key() const { return audit_key_; }

 private:
  Door(std::string address, const crypto::Keys& keys);

  const std::string address_, audit_key_;
  const rpc::ContextSigner signer_;
};

}  // namespace lianban::chaos
