#pragma once
// A bounded set of threads for work that blocks, so that gRPC's own threads never do.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lianban::rpc {

class Executor {
 public:
  // `queue_max`: work that may wait while every thread is busy.
  Executor(int threads, size_t queue_max);
  ~Executor();  // as Drain
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // False when the queue is full or the executor drains; `work` is then not run.
  bool TryRun(std::function<void()> work);

  // Finishes what was accepted, then stops the threads. Idempotent; not from within the work.
  void Drain();

 private:
  void Loop();

  const size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool draining_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lianban::rpc
