#pragma once
// Finishes what was interrupted: matters whose case could not be opened, visits whose matters are not linked yet.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/intake/counter.h"

namespace lianban::intake {

class Relay {
 public:
  explicit Relay(Counter& counter) : counter_(counter) {}
  ~Relay() { Stop(); }

  void Start();
  void Stop();  // waits for the round under way

  // One round over every city; returns how many matters it looked at. Start() calls it every second.
  int RunOnce(absl::Time now);

 private:
  void Loop();
  void Finish(const std::string& city_id, Matter matter, absl::Time now);

  Counter& counter_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::intake
