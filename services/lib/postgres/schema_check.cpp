#include "services/lib/postgres/schema_check.h"

#include <libpq-fe.h>

#include <set>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/migration_files.h"
#include "services/lib/postgres/sql_status.h"

namespace lianban::postgres {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

constexpr int kVersionMin = 150000;
// The connections of a server that was killed a moment ago may still take all the places.
constexpr int kTriesMax = 4;
constexpr absl::Duration kBetweenTries = absl::Milliseconds(250);

// Nobody there, or not yet: PostgreSQL need not be up before its clients.
bool WaitingHelps(const std::string& connection) {
  const PGPing answer = PQping((connection + " connect_timeout=5").c_str());
  return answer == PQPING_NO_RESPONSE || answer == PQPING_REJECT;
}

absl::StatusOr<std::unique_ptr<AdminConnection>> ConnectAs(const std::string& connection) {
  for (int tries = 1;; ++tries) {
    auto link = AdminConnection::Connect(connection);
    if (link.ok()) return link;
    if (WaitingHelps(connection)) return DatabaseUnavailable();
    if (tries == kTriesMax) return link;
    absl::SleepFor(kBetweenTries);
  }
}

absl::Status CheckVersion(AdminConnection& connection) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, connection.Query("SHOW server_version_num"));
  const int version = std::stoi(rows->GetString(0, 0));
  if (version >= kVersionMin) return absl::OkStatus();
  return Error("POSTGRES_TOO_OLD", {{"version", std::to_string(version / 10000)},
                                    {"needed", std::to_string(kVersionMin / 10000)}});
}

absl::StatusOr<std::set<std::string>> AppliedVersions(AdminConnection& connection, const std::string& service) {
  LIANBAN_ASSIGN_OR_RETURN(const auto state, connection.Query(sql::EmbeddedFiles().at("schema_state.sql"), {service}));
  if (!state->GetBool(0, 0)) return Error("DATABASE_NOT_PREPARED");
  if (!state->GetBool(0, 1) || !state->GetBool(0, 2)) {
    return Error("DATABASE_RIGHTS_MISSING", {{"role", "lianban_" + service}});
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           connection.Query(fmt::format("SELECT version FROM {}.schema_migrations", service)));
  std::set<std::string> versions;
  for (int i = 0; i < rows->size(); ++i) versions.insert(rows->GetString(i, 0));
  return versions;
}

}  // namespace

absl::Status CheckSchema(const std::string& connection, std::string_view service,
                         const std::map<std::string_view, std::string_view>& files) {
  const std::string name(service);
  LIANBAN_ASSIGN_OR_RETURN(const auto link, ConnectAs(WithUser(connection, "lianban_" + name)));
  LIANBAN_RETURN_IF_ERROR(CheckVersion(*link));
  LIANBAN_ASSIGN_OR_RETURN(const auto applied, AppliedVersions(*link, name));
  LIANBAN_ASSIGN_OR_RETURN(const auto migrations, ParseMigrations(files));
  for (const Migration& migration : migrations) {
    if (applied.contains(migration.version)) continue;
    return Error("SCHEMA_OLDER", {{"service", name}, {"version", migration.version}});
  }
  if (!applied.empty() && (migrations.empty() || *applied.rbegin() > migrations.back().version)) {
    return SchemaNewer(service, *applied.rbegin());
  }
  return absl::OkStatus();
}

}  // namespace lianban::postgres
