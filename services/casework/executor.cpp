#include "services/casework/executor.h"

#include <unordered_set>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr size_t kQueueMax = 4096;  // about a second of work; more would only make everybody wait in vain

void Refuse(Order& order, absl::Status status) { order.done(std::move(status)); }

}  // namespace

Executor::Executor(std::unique_ptr<BatchRunner> runner, size_t batch_max)
    : runner_(std::move(runner)), batch_max_(batch_max) {}

Executor::~Executor() { Drain(); }

void Executor::Start() { thread_ = std::thread([this] { Loop(); }); }

void Executor::Submit(OrderPtr order) {
  bool draining = false;
  {
    std::lock_guard lock(mutex_);
    draining = draining_;
    if (!draining && queue_.size() < kQueueMax) {
      queue_.push_back(std::move(order));
      if (queue_.size() == 1) wake_.notify_one();
      return;
    }
  }
  Refuse(*order, draining ? Error("SERVER_STOPPING") : Error("SERVER_BUSY"));
}

void Executor::Drain() {
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::vector<OrderPtr> Executor::TakeBatch() {
  std::vector<OrderPtr> batch;
  std::vector<OrderPtr> kept;
  std::unordered_set<std::string> cases, requests;
  const std::string city_id = queue_.front()->caller.city_id();
  while (!queue_.empty() && batch.size() < batch_max_) {
    OrderPtr order = std::move(queue_.front());
    queue_.pop_front();
    // A case that was skipped once stays skipped, so that its orders keep their sequence.
    const bool fits = order->caller.city_id() == city_id && cases.insert(order->case_id).second &&
                      requests.insert(order->request_id).second;
    (fits ? batch : kept).push_back(std::move(order));
  }
  for (auto it = kept.rbegin(); it != kept.rend(); ++it) queue_.push_front(std::move(*it));
  return batch;
}

void Executor::Loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return !queue_.empty() || draining_; });
    if (queue_.empty()) return;
    std::vector<OrderPtr> batch = TakeBatch();
    lock.unlock();
    runner_->Run(std::move(batch));
    lock.lock();
  }
}

void Executors::Start() {
  for (auto& executor : executors_) executor->Start();
}

void Executors::Submit(OrderPtr order) {
  // Two starts with one request id must meet, and a new case has no other orders yet.
  const std::string& key = order->filing ? order->request_id : order->case_id;
  executors_[std::hash<std::string>()(key) % executors_.size()]->Submit(std::move(order));
}

void Executors::Drain() {
  for (auto& executor : executors_) executor->Drain();
}

}  // namespace lianban::casework
