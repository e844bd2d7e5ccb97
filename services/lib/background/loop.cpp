#include "services/lib/background/loop.h"

namespace lianban::background {

void Loop::Start(absl::Duration rest) {
  thread_ = std::thread([this, rest] { Run(rest); });
}

void Loop::Wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void Loop::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Loop::Pause(absl::Duration time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, absl::ToChronoMilliseconds(time), [this] { return stopping_; });
}

bool Loop::stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void Loop::Run(absl::Duration rest) {
  while (Rest(rest)) rest = round_();
}

bool Loop::Rest(absl::Duration time) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, absl::ToChronoMilliseconds(time), [this] { return woken_ || stopping_; });
  woken_ = false;
  return !stopping_;
}

}  // namespace lianban::background
