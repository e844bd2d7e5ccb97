#pragma once
// Transactions that may find somebody else was first.

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/lib/postgres/database.h"

namespace lianban::intake {

// RunTx, and again (a few times) when the body itself says ABORTED: a row it looked for and did not find was written by
// another transaction before it could write its own.
absl::Status RunTxAgain(postgres::Database& database, const std::string& city_id,
                        const std::function<absl::Status(postgres::Transaction&)>& body);

}  // namespace lianban::intake
