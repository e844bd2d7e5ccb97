#include "tests/chaos/watcher.h"

#include <thread>

#include "lianban/casework/v1/casework.grpc.pb.h"

namespace lianban::chaos {
namespace {
namespace v1 = casework::v1;
constexpr absl::Duration kStreamTime = absl::Hours(24);
}  // namespace

void Watcher::FollowLog() {
  while (!stop_) {
    FollowOnce();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

void Watcher::FollowOnce() {
  grpc::ClientContext call;
  door_.Prepare(call, "watcher", {"auditor"}, kStreamTime);
  {
    std::lock_guard lock(mutex_);
    if (stop_) return;
    open_ = &call;
  }
  v1::WatchRequest request;
  request.set_after_log_index(cursor_);
  const auto stub = v1::Casework::NewStub(door_.Connect());
  const auto stream = stub->Watch(&call, request);
  v1::WatchResponse response;
  while (stream->Read(&response)) {
    for (const auto& event : response.events()) {
      notebook_.Seen({event.log_index(), event.case_id(), event.sequence(), event.leaf_hash()});
    }
    cursor_ = response.cursor();
  }
  stream->Finish();
  std::lock_guard lock(mutex_);
  open_ = nullptr;
}

void Watcher::CollectCheckpoints() {
  const auto stub = v1::Casework::NewStub(door_.Connect());
  std::string last;
  while (!stop_) {
    grpc::ClientContext call;
    door_.Prepare(call, "watcher", {"auditor"}, absl::Seconds(2));
    v1::Checkpoint checkpoint;
    if (stub->GetCheckpoint(&call, {}, &checkpoint).ok() && checkpoint.text() != last) {
      last = checkpoint.text();
      notebook_.Checkpoint(last);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

void Watcher::Stop() {
  std::lock_guard lock(mutex_);
  stop_ = true;
  if (open_ != nullptr) open_->TryCancel();
}

}  // namespace lianban::chaos
