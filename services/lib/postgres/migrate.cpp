#include "services/lib/postgres/migrate.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::postgres {
namespace {

constexpr std::string_view kUp = "-- migrate:up", kDown = "-- migrate:down";

struct Migration {
  std::string version;  // "0001"
  std::string_view path, up;
  std::string checksum;
};

std::string Checksum(std::string_view text) {
  unsigned char digest[32];
  LIANBAN_CHECK(EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), sizeof digest));
}

absl::StatusOr<std::vector<Migration>> Parse(const std::map<std::string_view, std::string_view>& files) {
  std::vector<Migration> migrations;
  for (const auto& [path, text] : files) {
    if (path.find("migrations/") == std::string_view::npos) continue;
    const auto name = path.substr(path.rfind('/') + 1);
    const auto version = std::string(name.substr(0, name.find('_')));
    if (version.size() != 4 || version.find_first_not_of("0123456789") != std::string::npos) {
      return absl::InvalidArgumentError(fmt::format("{}: a migration is named NNNN_what.sql", path));
    }
    if (!migrations.empty() && migrations.back().version == version) {
      return absl::InvalidArgumentError(fmt::format("{}: its number is taken", path));
    }
    const auto up = text.find(kUp);
    if (up == std::string_view::npos) return absl::InvalidArgumentError(fmt::format("{}: no \"{}\"", path, kUp));
    const auto body = text.substr(up + kUp.size());
    migrations.push_back({version, path, body.substr(0, body.find(kDown)), Checksum(text)});
  }
  return migrations;
}

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
                  "REVOKE ALL ON {0}.schema_migrations FROM lianban_{0};",
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
  MigrationReport report;
  for (const auto& migration : migrations) {
    if (const auto it = applied.find(migration.version); it != applied.end()) {
      if (it->second != migration.checksum) {
        return absl::FailedPreconditionError(fmt::format(
            "{} {} was changed after it had been applied; write a new migration instead", service, migration.path));
      }
      ++report.already;
      continue;
    }
    if (auto status = connection.Execute(migration.up); !status.ok()) {
      return absl::Status(status.code(),
                          fmt::format("{} {}: {}", service, migration.path, std::string(status.message())));
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
  LIANBAN_ASSIGN_OR_RETURN(const auto migrations, Parse(files));
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
