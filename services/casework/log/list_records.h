#pragma once
// ListRecords: who changed which rule or right, as the city's log has it.

#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"

namespace lianban::casework {

// Oldest first. Errors: PERMISSION_DENIED (neither auditor nor the platform), REQUEST_INVALID, PAGE_TOKEN_INVALID,
// DATABASE_UNAVAILABLE.
absl::StatusOr<v1::ListRecordsResponse> ListRecords(ConnectionPool& connections, const PageTokens& tokens,
                                                    const rpc::Context& caller, const v1::ListRecordsRequest& request);

}  // namespace lianban::casework
