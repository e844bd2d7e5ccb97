#pragma once
// ListChannels and PutChannel, and the channel of a report.

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/channel/adapter_runner.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/context.h"

namespace lianban::intake {

class Channels {
 public:
  Channels(postgres::Database& database, AdapterRunner& adapters) : database_(database), adapters_(adapters) {}

  // Adapter sources are shown to those who may change them only.
  absl::StatusOr<v1::ListChannelsResponse> List(const rpc::Context& caller);
  // The adapter must load: ADAPTER_INVALID with file and line otherwise.
  absl::StatusOr<v1::Channel> Put(const rpc::Context& caller, const v1::PutChannelRequest& request, absl::Time now);

  // CHANNEL_UNKNOWN; CHANNEL_DISABLED.
  absl::StatusOr<v1::Channel> Find(const std::string& city_id, const std::string& code);

 private:
  postgres::Database& database_;
  AdapterRunner& adapters_;
};

}  // namespace lianban::intake
