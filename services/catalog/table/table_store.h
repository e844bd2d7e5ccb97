#pragma once
// Rows of decision_table and decision_table_version.

#include <string>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// The version `table` is stored as; unchanged when its text is the current one.
absl::StatusOr<int> WriteTable(postgres::Transaction& tx, const Change& change, const v1::Table& table);

// 0 when there is no such table.
absl::StatusOr<int> ReadTableVersion(postgres::Database& database, const std::string& city_id, const std::string& name);
absl::StatusOr<std::string> ReadTableCsv(postgres::Database& database, const std::string& city_id,
                                         const std::string& name, int version);

}  // namespace lianban::catalog
