#pragma once
// Finishes what was interrupted: matters whose case could not be opened, visits whose matters are not linked yet.

#include "services/intake/counter.h"
#include "services/lib/background/loop.h"

namespace lianban::intake {

class Relay {
 public:
  explicit Relay(Counter& counter) : counter_(counter) {}

  void Start() { loop_.Start(); }
  void Stop() { loop_.Stop(); }  // waits for the round under way

  // One round over every city; returns how many matters it looked at. Start() calls it every second.
  int RunOnce(absl::Time now);

 private:
  absl::Duration Round();
  void Finish(const std::string& city_id, Matter matter, absl::Time now);

  Counter& counter_;
  absl::Time forget_time_ = absl::InfinitePast();  // when old answers are due to be deleted
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::intake
