#pragma once
// 代理: who stands in for whom. Rows of the database, held in memory for a moment: what is granted or ended here counts at
// once, what other replicas did within two seconds.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

class SubstitutionBook {
 public:
  explicit SubstitutionBook(ConnectionPool& connections) : connections_(connections) {}

  // Users whose own tasks `user` may answer at `now`. While the database is away: as last known.
  std::vector<std::string> OwnersFor(const std::string& city_id, const std::string& user, absl::Time now);

  // Everybody for themselves; for others the role system_admin. Errors: REQUEST_INVALID, PERMISSION_DENIED,
  // SUBSTITUTE_TERM (not after its start, or longer than a year).
  absl::StatusOr<v1::Substitution> Set(const rpc::Context& caller, const v1::SetSubstituteRequest& request);
  // Errors as above, NOT_FOUND.
  absl::StatusOr<v1::Substitution> End(const rpc::Context& caller, const v1::EndSubstituteRequest& request);
  absl::StatusOr<v1::ListSubstitutesResponse> List(const rpc::Context& caller);

 private:
  struct Entry {
    std::string owner;
    absl::Time start, end;
  };
  struct City {
    absl::Time read = absl::InfinitePast();
    std::multimap<std::string, Entry> by_substitute;
  };
  void Refresh(const std::string& city_id, absl::Time now);
  void Forget(const std::string& city_id);

  ConnectionPool& connections_;
  std::mutex mutex_;
  std::map<std::string, City> cities_;
};

}  // namespace lianban::casework
