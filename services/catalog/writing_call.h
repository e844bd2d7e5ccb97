#pragma once
// What every writing call of catalog has in common: the workflow administrator makes it, its request_id makes it once,
// and its rows and its remembered answer commit together.

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/context.h"

namespace lianban::catalog {

inline constexpr size_t kReasonBytesMax = 4000;

// Who changes something, and when.
struct Change {
  rpc::Context caller;
  absl::Time now;

  const std::string& city() const { return caller.city_id(); }
  std::string time() const { return postgres::Timestamp(absl::ToUnixMicros(now)); }
};

// PERMISSION_DENIED unless the caller holds the role at some desk.
absl::Status RequireRole(const rpc::Context& caller, std::string_view role);
absl::Status RequireWorkflowAdmin(const rpc::Context& caller);

// What an administrator of an area decides holds there and below. The city's own decide for all of it, and for the base and the
// layers above, which a city loads for itself. `area` in the short form, "" the base. OUTSIDE_YOUR_AREA names `what`.
absl::Status RequireArea(const Change& change, const std::string& area, const std::string& what);

// Releases are approved by them, never by who wrote them.
inline constexpr char kApproverRole[] = "workflow_approver";

// The answer given before under this request_id, parsed into `response`; false when there is none.
// Errors: REQUEST_ID_REQUIRED (no UUID), REQUEST_ID_REUSED (given for another request).
absl::StatusOr<bool> EarlierAnswer(postgres::Database& database, const Change& change, const std::string& request_id,
                                   const google::protobuf::Message& request, google::protobuf::Message* response);

// Runs `work` in a transaction, unless the request was answered before; then `response` gets that answer. `work` fills
// `response` and may run more than once. Checks the role, workflow_admin unless another is named.
absl::Status WriteOnce(postgres::Database& database, const Change& change, const std::string& request_id,
                       const google::protobuf::Message& request, google::protobuf::Message* response,
                       const std::function<absl::Status(postgres::Transaction&)>& work,
                       std::string_view role = "workflow_admin");

}  // namespace lianban::catalog
