#pragma once
// Keeps status, due time and unit of matters as their cases have them, from casework's stream of committed events. The
// position in the log is stored, so that nothing is missed over a restart.

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "services/intake/counter.h"

namespace lianban::intake {

class CaseFollower {
 public:
  explicit CaseFollower(Counter& counter) : counter_(counter) {}
  ~CaseFollower() { Stop(); }

  void Start();
  void Stop();

  // Takes one batch of events over; what casework cannot answer now is an error, and the batch is repeated.
  absl::Status Apply(const std::string& city_id, const casework::v1::WatchResponse& batch);

 private:
  struct City {
    std::unique_ptr<grpc::ClientContext> call;
    std::thread thread;
  };
  void FindCities();
  void Follow(const std::string& city_id);
  void ReadStream(const std::string& city_id);
  bool Pause(absl::Duration time);  // false when stopping

  Counter& counter_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::map<std::string, City> cities_;
  std::thread finder_;
};

}  // namespace lianban::intake
