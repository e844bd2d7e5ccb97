#pragma once
// Hands the journal of a service to casework, which makes leaves of the city's log of it. A row waits until it is
// acknowledged; handing it over twice appends it once.

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/journal.pb.h"
#include "services/lib/background/loop.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"

namespace lianban::journal {

using Send = std::function<absl::StatusOr<casework::v1::AppendRecordsResponse>(
    const std::string& city_id, const casework::v1::AppendRecordsRequest& request)>;

// Through casework's own stub, in the name of the platform.
Send SendToCasework(rpc::Channels& channels, const rpc::ContextSigner& signer);

class Relay {
 public:
  // `source`: the service ("catalog"). The database outlives the relay.
  Relay(postgres::Database& database, std::string source, Send send)
      : database_(database), source_(std::move(source)), send_(std::move(send)) {}

  void Start();
  void Stop() { loop_.Stop(); }

  // Everything that waits, of every city. Start() calls it every second, less often while casework is away.
  absl::Status RunOnce();

 private:
  absl::Duration Round();
  absl::StatusOr<int> SendSome(const std::string& city_id);
  absl::Status ForgetBefore(absl::Time time);
  absl::StatusOr<std::vector<std::string>> Cities();

  postgres::Database& database_;
  const std::string source_;
  const Send send_;
  absl::Duration pause_;
  absl::Time forget_time_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::journal
