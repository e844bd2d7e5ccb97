#pragma once
// Delivers effects of kind "connector" to systems outside, at least once. What is refused, or cannot be reached for
// about half a day, stays in the outbox as failed until somebody sends it again.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/casework/connection_pool.h"
#include "services/casework/connector/cloud_event.h"
#include "services/casework/connector/connectors.h"

namespace lianban::casework {

class ConnectorLoop {
 public:
  ConnectorLoop(ConnectionPool& connections, Connectors& connectors, NetworkList networks)
      : connections_(connections), connectors_(connectors), networks_(std::move(networks)) {}
  ~ConnectorLoop() { Stop(); }

  void Start();
  void Wake();  // a commit has written to the outbox
  void Stop();

 private:
  void Loop();
  size_t DeliverDue(const std::string& city_id);

  ConnectionPool& connections_;
  Connectors& connectors_;
  const NetworkList networks_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::casework
