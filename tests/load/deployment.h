#pragma once
// A Lianban of its own for the measurement: fresh database, fresh keys, `lianban serve` as a process beside this one.

#include <memory>
#include <string>

#include <sys/types.h>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "services/lib/rpc/context.h"

namespace lianban::load {

inline constexpr char kCity[] = "330600";

class Deployment {
 public:
  // `superuser`: connection string of a superuser on the cluster to measure. Creates and later drops the database
  // lianban_bench; keys go to `folder`.
  static absl::StatusOr<std::unique_ptr<Deployment>> Create(const std::string& superuser, const std::string& folder);
  ~Deployment();

  // Returns when the server answers. Error: DEPLOYMENT_FAILED with the end of its log.
  absl::Status StartServer();
  void StopServer();

  const std::string& superuser() const { return superuser_; }  // on the new database
  double ready_seconds() const { return ready_seconds_; }
  pid_t server() const { return server_; }
  absl::StatusOr<pid_t> Postmaster() const;

  // A connection of its own each time.
  std::shared_ptr<grpc::Channel> NewChannel() const;
  // Metadata value of somebody with these desks ("unit/role"), good for a minute.
  std::string SignedContext(const std::string& user, const std::vector<std::string>& desks) const;

 private:
  Deployment() = default;
  absl::Status Run(const std::vector<std::string>& arguments) const;  // lianban …

  std::string cluster_, superuser_, database_, folder_, program_;
  std::unique_ptr<rpc::ContextSigner> signer_;
  pid_t server_ = -1;
  std::string address_;
  double ready_seconds_ = 0;
};

}  // namespace lianban::load
