#pragma once
// The inbox: unclaimed tasks of the caller's desks and the caller's own, by due time. A task somebody else has claimed is
// in that person's inbox only.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/inbox/substitution_book.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

// Errors: REQUEST_INVALID, PAGE_TOKEN_INVALID, PERMISSION_DENIED (a desk that is not the caller's,
// or somebody the caller does not stand in for).
absl::StatusOr<v1::ListTasksResponse> ListTasks(ConnectionPool& connections, SubstitutionBook& substitutions,
                                                const PageTokens& tokens, const rpc::Context& caller,
                                                const v1::ListTasksRequest& request);

// Each desk is counted to 10,000.
absl::StatusOr<v1::CountTasksResponse> CountTasks(ConnectionPool& connections, const rpc::Context& caller);

}  // namespace lianban::casework
