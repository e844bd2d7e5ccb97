#include "services/lib/postgres/migrate.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/migration_files.h"
#include "services/lib/postgres/server_words.h"

namespace lianban::postgres {
namespace {

// Whoever holds the lease row migrates; the others wait and then find everything applied.
absl::Status TakeLease(AdminConnection& connection, std::string_view service) {
  return connection.Execute(
      fmt::format("INSERT INTO platform.migration_lease VALUES ('{0}') ON CONFLICT DO NOTHING;"
                  "SELECT 1 FROM platform.migration_lease WHERE service = '{0}' FOR UPDATE",
                  service));
}

absl::Status CreateTable(AdminConnection& connection, std::string_view service) {
  return connection.Execute(
      fmt::format("CREATE TABLE IF NOT EXISTS {0}.schema_migrations ("
                  "version text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL);"
                  "REVOKE ALL ON {0}.schema_migrations FROM lianban_{0};"
                  "GRANT SELECT ON {0}.schema_migrations TO lianban_{0};",  // CheckSchema reads it
                  service));
}

absl::StatusOr<MigrationReport> Apply(AdminConnection& connection, std::string_view service,
                                      const std::vector<Migration>& migrations) {
  LIANBAN_RETURN_IF_ERROR(TakeLease(connection, service));
  LIANBAN_RETURN_IF_ERROR(CreateTable(connection, service));
  LIANBAN_ASSIGN_OR_RETURN(
      const auto rows, connection.Query(fmt::format("SELECT version, checksum FROM {}.schema_migrations", service)));
  std::map<std::string, std::string> applied;
  for (int i = 0; i < rows->size(); ++i) applied[rows->GetString(i, 0)] = rows->GetString(i, 1);
  for (const auto& [version, checksum] : applied) {
    if (migrations.empty() || version > migrations.back().version) return SchemaNewer(service, version);
  }
  MigrationReport report;
  for (const auto& migration : migrations) {
    if (const auto it = applied.find(migration.version); it != applied.end()) {
      if (it->second != migration.checksum) {
        return Error("MIGRATION_CHANGED",
                     {{"service", std::string(service)}, {"migration", std::string(migration.path)}});
      }
      ++report.already;
      continue;
    }
    if (auto status = connection.Execute(migration.up); !status.ok()) {
      if (!DetailOf(status)) {
        status = Error("MIGRATION_FAILED", {{"service", std::string(service)},
                                            {"migration", std::string(migration.path)},
                                            {"why", OneLine(std::string(status.message()))}});
      }
      return status;
    }
    LIANBAN_RETURN_IF_ERROR(
        connection
            .Query(fmt::format("INSERT INTO {}.schema_migrations VALUES ($1, $2, $3)", service),
                   {migration.version, migration.checksum, Timestamp(absl::ToUnixMicros(absl::Now()))})
            .status());
    ++report.applied;
  }
  return report;
}

}  // namespace

absl::StatusOr<MigrationReport> Migrate(const std::string& owner_connection, std::string_view service,
                                        const std::map<std::string_view, std::string_view>& files) {
  LIANBAN_ASSIGN_OR_RETURN(const auto migrations, ParseMigrations(files));
  LIANBAN_ASSIGN_OR_RETURN(const auto connection, AdminConnection::Connect(owner_connection));
  LIANBAN_ASSIGN_OR_RETURN(const auto lease, connection->Query("SELECT to_regclass('platform.migration_lease') IS NOT NULL", {}));
  if (!lease->GetBool(0, 0)) return Error("DATABASE_NOT_PREPARED");
  // One transaction: a failing migration leaves the schema as it was.
  LIANBAN_RETURN_IF_ERROR(connection->Execute(fmt::format("BEGIN; SET LOCAL search_path = {}, platform", service)));
  auto report = Apply(*connection, service, migrations);
  const auto end = connection->Execute(report.ok() ? "COMMIT" : "ROLLBACK");
  if (report.ok() && !end.ok()) return end;
  return report;
}

}  // namespace lianban::postgres
