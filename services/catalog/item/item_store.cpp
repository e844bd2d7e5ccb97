#include "services/catalog/item/item_store.h"

#include "nlohmann/json.hpp"
#include "services/catalog/note_change.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {

absl::StatusOr<std::vector<v1::Item>> ReadItems(postgres::Database& database, const std::string& city_id,
                                                const std::string& after, int limit) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database.Read(city_id, "items", {city_id, after, std::to_string(limit)}));
  std::vector<v1::Item> items(rows->size());
  for (int i = 0; i < rows->size(); ++i) {
    v1::Item& item = items[i];
    item.set_code(rows->GetString(i, 0));
    item.set_name(rows->GetString(i, 1));
    item.set_process(rows->GetString(i, 2));
    item.set_duty(rows->GetString(i, 3));
    for (const auto& one : nlohmann::json::parse(rows->Get(i, 4), nullptr, false)) item.add_applicants(one.get<std::string>());
    item.set_legal_basis(rows->GetString(i, 5));
    item.set_statutory(rows->GetString(i, 6));
    item.set_promised(rows->GetString(i, 7));
    item.set_enabled(rows->GetBool(i, 8));
    item.set_etag(rows->GetString(i, 9));
  }
  return items;
}

absl::Status WriteItem(postgres::Transaction& tx, const Change& change, v1::Item* item) {
  if (item->enabled()) {  // people would choose it and nothing could start
    LIANBAN_ASSIGN_OR_RETURN(const auto release, tx.Query("current_release", {change.city(), item->process()}));
    if (release->size() == 0) return Error("PROCESS_NOT_PUBLISHED", {{"process", item->process()}});
  }
  if (!item->etag().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const auto known, tx.Query("item_for_update", {change.city(), item->code()}));
    if (known->size() == 0 || known->Get(0, 0) != item->etag()) return Error("ITEM_CHANGED", {{"item", item->code()}});
  }
  LIANBAN_ASSIGN_OR_RETURN(
      const auto rows,
      tx.Query("put_item", {change.city(), item->code(), item->name(), item->process(), item->duty(),
                            postgres::TextArray({item->applicants().begin(), item->applicants().end()}),
                            item->legal_basis(), item->statutory(), item->promised(), item->enabled() ? "true" : "false",
                            change.caller.user_id(), change.time()}));
  item->set_etag(rows->GetString(0, 0));
  return NoteChange(tx, change, "put_item", {"catalog.item " + item->code()});
}

}  // namespace lianban::catalog
