#include "services/casework/command/ledger_book.h"

#include "services/lib/crypto/crypto.h"

namespace lianban::casework {
namespace {

using nlohmann::json;

constexpr size_t kKeyBytesMax = 500;

}  // namespace

std::string StoredLedgerKey(const std::string& key) {
  if (key.size() <= kKeyBytesMax && key.find('\0') == std::string::npos) return key;
  return "sha256:" + crypto::Hex(crypto::Sha256(key));
}

absl::StatusOr<std::vector<json>> LedgerBook::LookUp(std::span<const workflow::LedgerLookup> lookups) {
  std::vector<std::string> ledgers, keys;
  for (const workflow::LedgerLookup& lookup : lookups) {
    ledgers.push_back(lookup.what.ledger);
    keys.push_back(StoredLedgerKey(lookup.what.key));
  }
  const auto results = connections_.RunTx(
      city_id_, {{"ledger_entries",
                  {city_id_, postgres::TextArray(ledgers), postgres::TextArray(keys), std::to_string(workflow::kLedgerEntriesMax)}}});
  if (!results.ok()) return results.status();
  std::vector<json> found(lookups.size(), json::array());
  const postgres::Rows& rows = *(*results)[0];
  for (int row = 0; row < rows.size(); ++row) {
    json entry = json::parse(rows.GetString(row, 1), nullptr, false);
    if (entry.is_object()) found[static_cast<size_t>(rows.GetInt(row, 0))].push_back(std::move(entry));
  }
  return found;
}

}  // namespace lianban::casework
