#include "services/lib/rpc/executor.h"

#include <algorithm>

namespace lianban::rpc {

Executor::Executor(int threads, size_t queue_max) : queue_max_(queue_max) {
  for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { Loop(); });
}

Executor::~Executor() { Drain(); }

bool Executor::TryRun(std::function<void()> work) {
  std::lock_guard lock(mutex_);
  if (draining_ || queue_.size() >= queue_max_) return false;
  queue_.push_back(std::move(work));
  changed_.notify_one();
  return true;
}

void Executor::Drain() {
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
    changed_.notify_all();
  }
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Executor::Loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return draining_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds is released before waiting
    lock.lock();
  }
}

}  // namespace lianban::rpc
