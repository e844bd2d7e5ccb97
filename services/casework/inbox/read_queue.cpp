#include "services/casework/inbox/read_queue.h"

namespace lianban::casework {

void ReadQueue::Ask(const std::function<void()>& ask) {
  std::lock_guard lock(mutex_);
  if (!draining_) ask();
}

void ReadQueue::Drain() {
  std::lock_guard lock(mutex_);
  draining_ = true;
}

void ReadQueue::Close() {
  if (queue_ == nullptr || closed_) return;
  closed_ = true;
  Drain();
  queue_->Shutdown();
  if (thread_.joinable()) thread_.join();
  Loop();  // of a queue that was never started
}

void ReadQueue::Loop() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) static_cast<QueueTag*>(tag)->Proceed(ok);
}

}  // namespace lianban::casework
