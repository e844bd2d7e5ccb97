#pragma once
// Delivers effects of kind "connector" to systems outside, at least once. What is refused, or cannot be reached for
// about half a day, stays in the outbox as failed until somebody sends it again.

#include "services/casework/case/form_seals.h"
#include "services/casework/outbox/cloud_event.h"
#include "services/casework/outbox/connectors.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class ConnectorLoop {
 public:
  ConnectorLoop(ConnectionPool& connections, FormSeals& seals, Connectors& connectors, NetworkList networks)
      : connections_(connections), seals_(seals), connectors_(connectors), networks_(std::move(networks)) {}

  void Start() { loop_.Start(); }
  void Wake() { loop_.Wake(); }  // a commit has written to the outbox
  void Stop() { loop_.Stop(); }

 private:
  absl::Duration Round();
  size_t DeliverDue(const std::string& city_id);

  ConnectionPool& connections_;
  FormSeals& seals_;
  Connectors& connectors_;
  const NetworkList networks_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework
