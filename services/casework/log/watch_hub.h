#pragma once
// Streams committed events to whoever watches, in the order of the log and without gaps. Each stream has its own cursor:
// a slow reader falls behind alone and catches up from the database.
//
// Commits of this process wake the hub; those of other processes are found by polling. (A NOTIFY in every transaction
// would make all commits of the database queue behind one lock.)

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/support/server_callback.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/store/connection_pool.h"

namespace lianban::casework {

class WatchStream;

class WatchHub {
 public:
  explicit WatchHub(ConnectionPool& connections) : connections_(connections) {}
  ~WatchHub() { Stop(); }

  void Start();
  void Wake();  // something was committed, or a stream can take more
  // Ends every stream with UNAVAILABLE; clients go on elsewhere from their cursor.
  void Stop();

  // The stream deletes itself when the client has gone.
  grpc::ServerWriteReactor<v1::WatchResponse>* Open(std::string city_id, const v1::WatchRequest& request);

 private:
  friend class WatchStream;
  using Events = std::shared_ptr<const std::vector<v1::Event>>;

  void Loop();
  // True when a stream got a full message: there is probably more.
  bool Feed(const std::string& city_id, const std::vector<std::shared_ptr<WatchStream>>& streams);
  Events ReadAfter(const std::string& city_id, int64_t cursor);
  void Forget(const WatchStream* stream);

  ConnectionPool& connections_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::multimap<std::string, std::shared_ptr<WatchStream>> streams_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::casework
