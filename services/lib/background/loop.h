#pragma once
// A thread that does one round after another and rests in between, until it is stopped.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace lianban::background {

class Loop {
 public:
  // round: how long to rest after it; zero: the next one at once.
  explicit Loop(std::function<absl::Duration()> round) : round_(std::move(round)) {}
  ~Loop() { Stop(); }

  // The first round begins after `rest`.
  void Start(absl::Duration rest = absl::ZeroDuration());
  // Ends the rest; during a round: another one follows without rest.
  void Wake();
  // Returns when the round under way is over. No round begins after that.
  void Stop();

  // For a round of several parts: waits so long, false as soon as it is to stop.
  bool Pause(absl::Duration time);
  bool stopping();

 private:
  void Run(absl::Duration rest);
  bool Rest(absl::Duration time);  // false when stopping

  const std::function<absl::Duration()> round_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::background
