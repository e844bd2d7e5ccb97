#pragma once
// What the runs over due dates have moved. For administrators of workflows, auditors and the platform.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/clock_runs.pb.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

// Errors: PERMISSION_DENIED, PAGE_TOKEN_INVALID.
absl::StatusOr<v1::ListClockRunsResponse> ListClockRuns(ConnectionPool& connections, const PageTokens& tokens,
                                                        const rpc::Context& caller,
                                                        const v1::ListClockRunsRequest& request);
// Also NOT_FOUND (what is no UUID is no run).
absl::StatusOr<v1::ListRunMovesResponse> ListRunMoves(ConnectionPool& connections, const PageTokens& tokens,
                                                      const rpc::Context& caller,
                                                      const v1::ListRunMovesRequest& request);

}  // namespace lianban::casework
