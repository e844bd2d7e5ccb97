#include "services/casework/ledger_book.h"

#include "nlohmann/json.hpp"
#include "services/casework/array_param.h"

namespace lianban::casework {
namespace {

using nlohmann::json;

void Enter(json entry, const std::string& ledger, const std::string& day, const std::string& case_id,
           workflow::Ledgers& ledgers) {
  const auto key = entry.is_object() ? entry.find("key") : entry.end();
  if (!entry.is_object() || key == entry.end() || !key->is_string()) return;
  json& known = ledgers.entries[ledger][key->get<std::string>()];
  if (known.is_null()) known = json::array();
  entry["day"] = day;
  entry["case"] = case_id;
  known.push_back(std::move(entry));
}

}  // namespace

absl::StatusOr<std::string> LedgerMark(ConnectionPool& connections, const std::string& city_id) {
  const auto results = connections.RunTx(city_id, {{"ledger_mark", {city_id}}}, absl::ZeroDuration());
  if (!results.ok()) return results.status();
  return (*results)[0]->GetString(0, 0);
}

absl::StatusOr<workflow::Ledgers> ReadLedgers(ConnectionPool& connections, const std::string& city_id,
                                              absl::TimeZone zone) {
  const auto results = connections.RunTx(city_id, {{"ledger_entries", {city_id}}}, absl::ZeroDuration());
  if (!results.ok()) return results.status();
  workflow::Ledgers ledgers;
  const postgres::Rows& found = *(*results)[0];
  for (int row = 0; row < found.size(); ++row) {
    json payload = json::parse(found.GetString(row, 0), nullptr, false);
    if (!payload.is_object()) continue;
    const std::string ledger = payload.value("name", std::string());
    const std::string day = absl::FormatTime("%Y-%m-%d", TimeFromText(found.Get(row, 1)), zone);
    const std::string case_id = found.GetString(row, 2);
    const json rows = payload.value("rows", json::array());
    for (const char* key : {"rows", "name", "step", "basis"}) payload.erase(key);
    for (const json& each : rows) Enter(each, ledger, day, case_id, ledgers);
    Enter(std::move(payload), ledger, day, case_id, ledgers);
  }
  return ledgers;
}

}  // namespace lianban::casework
