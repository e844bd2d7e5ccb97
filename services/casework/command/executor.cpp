#include "services/casework/command/executor.h"

#include <sys/prctl.h>

#include <unordered_set>
#include <utility>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr size_t kWaitingMax = 4096;  // about a second of work; more would only make everybody wait in vain

}  // namespace

Executor::Executor(std::unique_ptr<BatchRunner> runner, size_t batch_max)
    : runner_(std::move(runner)), batch_max_(batch_max), bell_(*this) {}

Executor::~Executor() { Close(); }

void Executor::Close() {
  if (queue_ == nullptr || closed_) return;
  closed_ = true;
  Drain();
  queue_->Shutdown();
  if (thread_.joinable()) thread_.join();
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) static_cast<QueueTag*>(tag)->Proceed(false);  // of an executor that never started
}

void Executor::Start() { thread_ = std::thread([this] { Loop(); }); }

void Executor::Loop() {
  // A look into an empty queue is a wait of no time, which the kernel by default stretches to 50 us.
  prctl(PR_SET_TIMERSLACK, 1000);
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    static_cast<QueueTag*>(tag)->Proceed(ok);
    TakeWhatIsThere();
    while (!waiting_.empty() || !runner_->writing().empty() || !asks_.empty()) {
      std::vector<OrderPtr> batch = NextBatch();
      batch.empty() ? runner_->Finish() : runner_->Begin(std::move(batch));
      for (const auto& ask : std::exchange(asks_, {})) Ask(ask);
      TakeWhatIsThere();
    }
    std::lock_guard lock(mutex_);
    busy_ = false;
    idle_.notify_all();
  }
}

// Without waiting.
void Executor::TakeWhatIsThere() {
  void* tag = nullptr;
  bool ok = false;
  while (waiting_.size() < kWaitingMax &&
         queue_->AsyncNext(&tag, &ok, gpr_time_0(GPR_CLOCK_REALTIME)) == grpc::CompletionQueue::GOT_EVENT) {
    static_cast<QueueTag*>(tag)->Proceed(ok);
  }
}

void Executor::Ask(const std::function<void()>& ask) {
  std::lock_guard lock(mutex_);
  if (!draining_) ask();
}

void Executor::Take(OrderPtr order) {
  bool draining = false;
  {
    std::lock_guard lock(mutex_);
    draining = draining_;
    if (!draining) busy_ = true;
  }
  if (draining) return order->done(Error("SERVER_STOPPING"));
  if (waiting_.size() >= kWaitingMax) return order->done(Error("SERVER_BUSY"));
  waiting_.push_back(std::move(order));
}

void Executor::Submit(OrderPtr order) {
  bool draining = false;
  {
    std::lock_guard lock(mutex_);
    draining = draining_;
    if (!draining && submitted_.size() < kWaitingMax) {
      submitted_.push_back(std::move(order));
      if (bell_set_) return;
      bell_set_ = true;
      bell_.alarm.Set(queue_.get(), gpr_time_0(GPR_CLOCK_REALTIME), static_cast<QueueTag*>(&bell_));
      return;
    }
  }
  order->done(draining ? Error("SERVER_STOPPING") : Error("SERVER_BUSY"));
}

void Executor::Bell::Proceed(bool) { executor.TakeSubmitted(); }

void Executor::TakeSubmitted() {
  std::lock_guard lock(mutex_);
  bell_set_ = false;
  for (OrderPtr& order : submitted_) waiting_.push_back(std::move(order));
  submitted_.clear();
  busy_ = busy_ || !waiting_.empty();
}

void Executor::Drain() {
  std::unique_lock lock(mutex_);
  draining_ = true;
  if (thread_.joinable()) idle_.wait(lock, [this] { return !busy_ && submitted_.empty(); });
}

std::vector<OrderPtr> Executor::NextBatch() {
  std::vector<OrderPtr> batch, kept;
  std::unordered_set<std::string> cases, requests;
  if (waiting_.empty()) return batch;
  for (const Attempt& attempt : runner_->writing()) {
    cases.insert(attempt.order->case_id);
    requests.insert(attempt.order->request_id);
  }
  const std::string city_id = waiting_.front()->caller.city_id();
  while (!waiting_.empty() && batch.size() < batch_max_) {
    OrderPtr order = std::move(waiting_.front());
    waiting_.pop_front();
    // A case that was skipped once stays skipped, so that its orders keep their sequence.
    const bool fits = order->caller.city_id() == city_id && cases.insert(order->case_id).second &&
                      requests.insert(order->request_id).second;
    (fits ? batch : kept).push_back(std::move(order));
  }
  for (auto it = kept.rbegin(); it != kept.rend(); ++it) waiting_.push_front(std::move(*it));
  return batch;
}

void Executors::Submit(OrderPtr order) {
  const std::string& key = order->filing ? order->request_id : order->case_id;
  executors_[std::hash<std::string>()(key) % executors_.size()]->Submit(std::move(order));
}

void Executors::Drain() {
  for (auto& executor : executors_) executor->Drain();
}

void Executors::Close() {
  for (auto& executor : executors_) executor->Close();
}

}  // namespace lianban::casework
