#pragma once
// A thread with a database connection and a queue. Whatever has queued up while one batch was being written is the next
// batch (group commit without waiting).

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "services/casework/batch_runner.h"

namespace lianban::casework {

class Executor {
 public:
  Executor(std::unique_ptr<BatchRunner> runner, size_t batch_max);
  ~Executor();

  void Start();
  // Answers SERVER_BUSY or SERVER_STOPPING at once when it cannot take the order.
  void Submit(OrderPtr order);
  // Takes nothing new, finishes what is queued, ends the thread.
  void Drain();

 private:
  void Loop();
  // Of one city, no two of one case or one request; what does not fit keeps its place. Called with the lock held.
  std::vector<OrderPtr> TakeBatch();

  std::unique_ptr<BatchRunner> runner_;
  const size_t batch_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<OrderPtr> queue_;
  bool draining_ = false;
  std::thread thread_;
};

// The executors of the process. Orders of one case always meet the same one.
class Executors {
 public:
  explicit Executors(std::vector<std::unique_ptr<Executor>> executors) : executors_(std::move(executors)) {}
  void Start();
  void Submit(OrderPtr order);
  void Drain();

 private:
  std::vector<std::unique_ptr<Executor>> executors_;
};

}  // namespace lianban::casework
