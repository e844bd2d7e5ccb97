#include "services/catalog/table/table_store.h"

#include "services/catalog/note_change.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {

absl::StatusOr<int> WriteTable(postgres::Transaction& tx, const Change& change, const v1::Table& table) {
  LIANBAN_ASSIGN_OR_RETURN(const auto current, tx.Query("current_table", {change.city(), table.name()}));
  if (current->size() == 1 && current->Get(0, 1) == table.csv()) return static_cast<int>(current->GetInt(0, 0));
  LIANBAN_ASSIGN_OR_RETURN(const auto next, tx.Query("next_table_version", {change.city(), table.name()}));
  LIANBAN_RETURN_IF_ERROR(tx.Query("insert_table_version", {change.city(), table.name(), next->GetString(0, 0), table.csv(),
                                                            change.caller.user_id(), change.time()})
                              .status());
  LIANBAN_RETURN_IF_ERROR(
      NoteChange(tx, change, "put_table", {"catalog.table " + table.name() + "/" + next->GetString(0, 0)}));
  return static_cast<int>(next->GetInt(0, 0));
}

absl::StatusOr<int> ReadTableVersion(postgres::Database& database, const std::string& city_id, const std::string& name) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database.Read(city_id, "table_version", {city_id, name}));
  return rows->size() == 0 ? 0 : static_cast<int>(rows->GetInt(0, 0));
}

absl::StatusOr<std::string> ReadTableCsv(postgres::Database& database, const std::string& city_id,
                                         const std::string& name, int version) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database.Read(city_id, "table_csv", {city_id, name, std::to_string(version)}));
  if (rows->size() == 0) return Error("NOT_FOUND", {{"name", name}});
  return rows->GetString(0, 0);
}

}  // namespace lianban::catalog
