#pragma once
// One client's Watch. Owned by the hub's list and by itself until gRPC is done with it.

#include <memory>
#include <mutex>

#include "services/casework/log/watch_hub.h"

namespace lianban::casework {

class WatchStream : public grpc::ServerWriteReactor<v1::WatchResponse> {
 public:
  // cursor < 0: from now on, wherever that is.
  WatchStream(WatchHub& hub, std::string city_id, int64_t cursor);

  // gRPC and the hub both hold it.
  void Hold(std::shared_ptr<WatchStream> self) { self_ = std::move(self); }

  // Can it take events, and from which cursor on? False while a write is under way or the client has gone.
  bool Ready(int64_t* cursor);
  // Sets the start of a stream that began "from now".
  void Begin(int64_t cursor);
  // Sends the events, or a heartbeat when there are none; only after Ready.
  void Send(const std::vector<v1::Event>& events, int64_t cursor);
  bool HeartbeatDue(absl::Time now);
  void Close(grpc::Status status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void FinishOnce(std::unique_lock<std::mutex>& lock, grpc::Status status);

  WatchHub& hub_;
  const std::string city_id_;
  std::shared_ptr<WatchStream> self_;
  std::mutex mutex_;
  v1::WatchResponse response_;
  int64_t cursor_;
  bool writing_ = false;
  bool closing_ = false;
  bool finished_ = false;
  grpc::Status status_;
  absl::Time sent_;
};

}  // namespace lianban::casework
