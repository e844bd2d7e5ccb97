#pragma once
// Follows the city's log through all faults, resuming where it was, and keeps the signed checkpoints it was given: what
// a client has once been shown may never be another later.

#include <atomic>
#include <mutex>

#include "grpcpp/client_context.h"
#include "tests/chaos/door.h"
#include "tests/chaos/records.h"

namespace lianban::chaos {

class Watcher {
 public:
  Watcher(const Door& door, const std::string& folder) : door_(door), notebook_(folder + "/watcher.jsonl") {}
  void FollowLog();          // until Stop
  void CollectCheckpoints();  // until Stop
  void Stop();               // from another thread

 private:
  void FollowOnce();

  const Door& door_;
  Notebook notebook_;
  std::atomic<bool> stop_ = false;
  int64_t cursor_ = 0;
  std::mutex mutex_;
  grpc::ClientContext* open_ = nullptr;  // the stream to be cancelled
};

}  // namespace lianban::chaos
