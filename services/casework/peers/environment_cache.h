#pragma once
// Calendar, parameters, duties and units of each city as the interpreter wants them: one immutable snapshot, replaced
// when catalog or identity changed. Refreshed in the background; only the first use of a city waits.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/background/loop.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/engine/environment.h"

namespace lianban::casework {

using EnvironmentPtr = std::shared_ptr<const workflow::Environment>;

class EnvironmentCache {
 public:
  EnvironmentCache(rpc::Channels& channels, const rpc::ContextSigner& signer);

  void Start();
  void Stop() { loop_.Stop(); }

  // Error: ENVIRONMENT_UNAVAILABLE when the city was never read and cannot be now.
  absl::StatusOr<EnvironmentPtr> Get(const std::string& city_id);
  // What Get gives from now on is at least as new as this call. Error as above; what was known stays.
  absl::Status Refresh(const std::string& city_id);

 private:
  struct Entry {
    std::string etag;         // of catalog's part
    std::string units_digest; // of identity's part
    EnvironmentPtr environment;
  };
  absl::StatusOr<Entry> Fetch(const std::string& city_id, const Entry* last);
  absl::Duration RefreshAll();

  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, absl::Time> failed_until_;
  background::Loop loop_{[this] { return RefreshAll(); }};
};

}  // namespace lianban::casework
