#include "services/casework/log/watch_stream.h"

#include "absl/time/clock.h"

namespace lianban::casework {
namespace {
constexpr absl::Duration kHeartbeat = absl::Seconds(15);  // the contract promises 20
}

WatchStream::WatchStream(WatchHub& hub, std::string city_id, int64_t cursor)
    : hub_(hub), city_id_(std::move(city_id)), cursor_(cursor), sent_(absl::Now()) {}

bool WatchStream::Ready(int64_t* cursor) {
  std::lock_guard lock(mutex_);
  *cursor = cursor_;
  return !writing_ && !closing_;
}

void WatchStream::Begin(int64_t cursor) {
  std::lock_guard lock(mutex_);
  cursor_ = cursor;
}

bool WatchStream::HeartbeatDue(absl::Time now) {
  std::lock_guard lock(mutex_);
  return now - sent_ >= kHeartbeat;
}

void WatchStream::Send(const std::vector<v1::Event>& events, int64_t cursor) {
  {
    std::lock_guard lock(mutex_);
    if (writing_ || closing_) return;
    writing_ = true;  // from here on nobody else finishes or writes until OnWriteDone
    response_.Clear();
    for (const auto& event : events) *response_.add_events() = event;
    response_.set_cursor(cursor);
    cursor_ = cursor;
    sent_ = absl::Now();
  }
  StartWrite(&response_);  // without the lock: the answer may come on this very thread
}

void WatchStream::FinishOnce(std::unique_lock<std::mutex>& lock, grpc::Status status) {
  if (finished_) return;
  finished_ = true;
  lock.unlock();
  Finish(std::move(status));
}

void WatchStream::Close(grpc::Status status) {
  std::unique_lock lock(mutex_);
  if (closing_) return;
  closing_ = true;
  status_ = std::move(status);
  if (!writing_) FinishOnce(lock, status_);
}

void WatchStream::OnWriteDone(bool ok) {
  {
    std::unique_lock lock(mutex_);
    writing_ = false;
    if (!ok) closing_ = true;
    if (closing_) return FinishOnce(lock, status_);
  }
  hub_.Wake();
}

void WatchStream::OnCancel() { Close(grpc::Status(grpc::StatusCode::CANCELLED, "the client has gone")); }

void WatchStream::OnDone() {
  hub_.Forget(this);
  const auto last = std::move(self_);  // the hub's thread may still be looking at it
}

}  // namespace lianban::casework
