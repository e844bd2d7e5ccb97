#pragma once
// Deletes answers to requests that are older than 72 hours, a slice at a time.

#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class RequestForgetter {
 public:
  explicit RequestForgetter(ConnectionPool& connections) : connections_(connections) {}

  void Start();
  void Stop() { loop_.Stop(); }
  // One round through all cities, up to `now`.
  void ForgetBefore(absl::Time time);

 private:
  absl::Duration Round();

  ConnectionPool& connections_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework
