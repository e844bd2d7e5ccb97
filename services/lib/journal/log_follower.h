#pragma once
// Follows casework's stream of committed events, city by city. The follower keeps its place in the log with what it makes
// of the events, so that nothing is missed and nothing done twice over a restart.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/lib/background/loop.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"

namespace lianban::journal {

struct Following {
  std::string name;  // the service, for the log
  // New ones are looked for every few seconds.
  std::function<std::vector<std::string>()> cities;
  // Position up to which the city's events have been taken over.
  std::function<absl::StatusOr<int64_t>(const std::string& city_id)> cursor;
  // Takes over a batch and moves the position. An error: the batch comes again.
  std::function<absl::Status(const std::string& city_id, const casework::v1::WatchResponse& batch)> apply;
};

// The last position of a batch.
int64_t EndOf(const casework::v1::WatchResponse& batch);

// The cities that casework knows; empty while it cannot be reached.
std::vector<std::string> CitiesOfCasework(rpc::Channels& channels, const rpc::ContextSigner& signer);

class LogFollower {
 public:
  // Channels and signer outlive the follower.
  LogFollower(rpc::Channels& channels, const rpc::ContextSigner& signer, Following following);
  ~LogFollower() { Stop(); }

  void Start() { finder_.Start(); }
  void Stop();

 private:
  // One city: a thread and the call it waits on.
  struct City {
    explicit City(std::function<absl::Duration()> round) : loop(std::move(round)) {}
    std::unique_ptr<grpc::ClientContext> call;
    background::Loop loop;
  };

  absl::Duration FindCities();
  absl::Duration ReadStream(const std::string& city_id);
  grpc::ClientContext* OpenCall(const std::string& city_id);  // nullptr when stopping

  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  const Following following_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::map<std::string, std::unique_ptr<City>> cities_;
  background::Loop finder_;
};

}  // namespace lianban::journal
