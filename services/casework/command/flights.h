#pragma once
// Orders that a background loop has handed to the executors: the loop waits for their answers before it goes on, and an
// executor's thread never does the loop's work.

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace lianban::casework {

template <class Item>
class Flights {
 public:
  void Begin() {
    std::lock_guard lock(mutex_);
    ++flying_;
  }
  // Notified under the lock: the waiter may be gone as soon as it sees zero.
  void Land(Item item, absl::Status status) {
    std::lock_guard lock(mutex_);
    landed_.emplace_back(std::move(item), std::move(status));
    if (--flying_ == 0) changed_.notify_all();
  }
  std::vector<std::pair<Item, absl::Status>> WaitForAll() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return flying_ == 0; });
    return std::exchange(landed_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int flying_ = 0;
  std::vector<std::pair<Item, absl::Status>> landed_;
};

}  // namespace lianban::casework
