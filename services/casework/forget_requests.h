#pragma once
// Deletes answers to requests that are older than 72 hours, a slice at a time.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/casework/connection_pool.h"

namespace lianban::casework {

class RequestForgetter {
 public:
  explicit RequestForgetter(ConnectionPool& connections) : connections_(connections) {}
  ~RequestForgetter() { Stop(); }

  void Start();
  void Stop();
  // One round through all cities, up to `now`.
  void ForgetBefore(absl::Time time);

 private:
  void Loop();

  ConnectionPool& connections_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::casework
