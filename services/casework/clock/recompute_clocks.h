#pragma once
// Counts the due dates of a page of running cases again (R10): a calendar was imported, a parameter changed. Each case is
// a command of its own by the platform; one whose dates do not move is not written.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/command/executor.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

// Errors: PERMISSION_DENIED, REQUEST_ID_REQUIRED (no run_id), PAGE_TOKEN_INVALID, DATABASE_UNAVAILABLE.
absl::StatusOr<v1::RecomputeClocksResponse> RecomputeClocks(ConnectionPool& connections, Executors& executors,
                                                            const PageTokens& tokens, const rpc::Context& caller,
                                                            const v1::RecomputeClocksRequest& request);

}  // namespace lianban::casework
