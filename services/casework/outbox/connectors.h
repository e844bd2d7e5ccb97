#pragma once
// The systems outside that a city has named, with their addresses and secrets.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/connectors.pb.h"
#include "services/casework/outbox/network_list.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

struct Connector {
  std::string url;
  std::string secret;
  bool paused = false;
};

class Connectors {
 public:
  // `sealing_key`: 32 bytes that stay outside the database.
  Connectors(ConnectionPool& connections, std::string sealing_key)
      : connections_(connections), sealing_key_(std::move(sealing_key)) {}

  // By role "system_admin". Makes or changes one; an empty secret keeps the one that is there.
  // REQUEST_INVALID (name, address, secret), CONNECTOR_SECRET_NEEDED.
  absl::StatusOr<v1::Connector> Put(const rpc::Context& caller, const v1::PutConnectorRequest& request);
  absl::StatusOr<v1::ListConnectorsResponse> List(const rpc::Context& caller);

  // For the delivery: by name, with secrets.
  absl::StatusOr<std::map<std::string, Connector>> Load(const std::string& city_id);

 private:
  std::string Place(const std::string& city_id, const std::string& name) const;

  ConnectionPool& connections_;
  const std::string sealing_key_;
};

}  // namespace lianban::casework
