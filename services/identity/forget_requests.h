#pragma once
// Deletes answers to requests that are older than 72 hours.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

class RequestForgetter {
 public:
  explicit RequestForgetter(postgres::Database& database) : database_(database) {}
  ~RequestForgetter() { Stop(); }

  void Start();
  void Stop();
  // One round through all cities.
  void ForgetBefore(absl::Time time);

 private:
  void Loop();

  postgres::Database& database_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::identity
