#pragma once
// 台账: what cases have entered under a key, for the scripts that look it up again. One row an entry, written in the transaction
// of its effect and found by its key; nothing is ever taken away.

#include <string>

#include "services/casework/store/connection_pool.h"
#include "services/workflow/engine/ledger.h"

namespace lianban::casework {

// As it stands in the table: a key too long for an index, or one that is no text for PostgreSQL, is its digest.
std::string StoredLedgerKey(const std::string& key);

// The ledgers of one city, as committed at the moment of asking.
class LedgerBook final : public workflow::LedgerSource {
 public:
  LedgerBook(ConnectionPool& connections, std::string city_id) : connections_(connections), city_id_(std::move(city_id)) {}

  // Error: DATABASE_UNAVAILABLE.
  absl::StatusOr<std::vector<nlohmann::json>> LookUp(std::span<const workflow::LedgerLookup> lookups) override;

 private:
  ConnectionPool& connections_;
  const std::string city_id_;
};

}  // namespace lianban::casework
