#pragma once
// Records of what changes rules and rights, as leaves of the city's log beside the events of cases. A source's records
// are one stream: events 1, 2, 3 … under an identifier that follows from the source.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/journal.pb.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

// "record.publish_release"
inline constexpr char kRecordPrefix[] = "record.";

class RecordLog {
 public:
  explicit RecordLog(ConnectionPool& connections) : connections_(connections) {}

  // Each record once and for all: what was appended before gets its old place. Errors: PERMISSION_DENIED (not the
  // platform), REQUEST_INVALID, REQUEST_ID_REUSED (another record under the same id), DATABASE_UNAVAILABLE.
  absl::StatusOr<v1::AppendRecordsResponse> Append(const rpc::Context& caller,
                                                   const v1::AppendRecordsRequest& request);
  // PERMISSION_DENIED for whoever is not the platform.
  absl::StatusOr<v1::ListCitiesResponse> Cities(const rpc::Context& caller);

 private:
  // The places of records that are there; ABORTED when somebody else appended at the same moment.
  absl::StatusOr<v1::AppendRecordsResponse> TryAppend(const std::string& city_id,
                                                      const v1::AppendRecordsRequest& request);

  ConnectionPool& connections_;
};

}  // namespace lianban::casework
