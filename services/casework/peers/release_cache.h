#pragma once
// Releases of processes as models. A release never changes, so it is fetched from catalog and built once; which one is
// in force is asked again every second.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/language/model.h"
#include "services/workflow/overlay/in_force.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::casework {

struct LoadedRelease {
  int32_t number = 0;
  std::shared_ptr<const workflow::Model> model;
};

class ReleaseCache {
 public:
  ReleaseCache(rpc::Channels& channels, const rpc::ContextSigner& signer, workflow::ScriptHost& scripts);

  // number 0: the one in force in `area_code`. Blocks for a round trip to catalog when it is not here yet.
  // Errors: NOT_FOUND (no such process or release), RELEASE_UNAVAILABLE (catalog cannot be reached, or what it gave
  // cannot be loaded).
  absl::StatusOr<LoadedRelease> Get(const std::string& city_id, const std::string& process, int32_t number,
                                    const std::string& area_code = "");

 private:
  using Key = std::tuple<std::string, std::string, int32_t>;  // city, process, number
  // Which release holds where and from when on; areas and dates are looked up here, so that one answer serves all.
  struct InForce {
    std::vector<workflow::overlay::Scope> scopes;
    absl::Time asked = absl::InfinitePast();
  };
  struct Failure {
    absl::Status status;
    absl::Time until;
  };

  absl::StatusOr<LoadedRelease> GetNumbered(const std::string& city_id, const std::string& process, int32_t number);
  absl::StatusOr<LoadedRelease> Fetch(const std::string& city_id, const std::string& process, int32_t number);
  absl::StatusOr<int32_t> NumberInForce(const std::string& city_id, const std::string& process, const std::string& area_code);
  absl::StatusOr<InForce> FetchScopes(const std::string& city_id, const std::string& process);
  std::optional<absl::StatusOr<LoadedRelease>> Known(const Key& key);

  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  workflow::ScriptHost& scripts_;
  std::mutex mutex_;
  std::map<Key, std::shared_ptr<const workflow::Model>> models_;
  std::map<std::pair<std::string, std::string>, InForce> in_force_;
  std::map<Key, Failure> failures_;  // remembered for a moment, so that a missing catalog does not stop everybody
};

}  // namespace lianban::casework
