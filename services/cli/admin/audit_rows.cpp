#include "services/cli/admin/audit_rows.h"

#include "services/casework/sql_files.h"
#include "services/catalog/sql_files.h"
#include "services/identity/sql_files.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"

namespace lianban::cli {
namespace {

// Rows first, then what is on its way: what changes in between is excused, not accused.
absl::Status ReadOf(postgres::Database& database, const std::string& city_id, int64_t log_size,
                    audit::RecordCheck& check) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database.Read(city_id, "recorded", {city_id}));
  for (int row = 0; row < rows->size(); ++row) check.AddRow(rows->Get(row, 0), rows->Get(row, 1));
  LIANBAN_ASSIGN_OR_RETURN(const auto waiting,
                           database.Read(city_id, "journal_after", {city_id, std::to_string(log_size)}));
  for (int row = 0; row < waiting->size(); ++row) check.Excuse(waiting->GetString(row, 0));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadRecordedRows(const config::Config& config, const std::string& city_id, int64_t log_size,
                              audit::RecordCheck& check) {
  const std::pair<const char*, postgres::Queries> services[] = {
      {"lianban_identity", postgres::Queries(identity::sql::EmbeddedFiles())},
      {"lianban_catalog", postgres::Queries(catalog::sql::EmbeddedFiles())},
      {"lianban_casework", postgres::Queries(casework::sql::EmbeddedFiles())}};
  for (const auto& [role, queries] : services) {
    const auto database = postgres::OpenDatabase(
        {.connection = config.database, .role = role, .connections = 1, .statement_timeout_ms = 60'000}, queries);
    LIANBAN_RETURN_IF_ERROR(ReadOf(*database, city_id, log_size, check));
  }
  return absl::OkStatus();
}

}  // namespace lianban::cli
