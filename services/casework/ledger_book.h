#pragma once
// 台账: what cases have entered under a key, for the scripts that look it up again. The entries are the ledger effects in the
// outbox; nothing is ever taken away from them.

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/connection_pool.h"
#include "services/workflow/engine/environment.h"

namespace lianban::casework {

// Changes whenever something is entered.
absl::StatusOr<std::string> LedgerMark(ConnectionPool& connections, const std::string& city_id);

// An effect enters itself by `key`, or every one of its `rows` by theirs.
absl::StatusOr<workflow::Ledgers> ReadLedgers(ConnectionPool& connections, const std::string& city_id,
                                              absl::TimeZone zone);

}  // namespace lianban::casework
