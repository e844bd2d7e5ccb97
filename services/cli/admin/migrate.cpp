// lianban admin migrate: roles and schemas, then each service's migrations.

#include "fmt/format.h"
#include "services/cli/admin/admin_command.h"
#include "services/cli/command.h"
#include "services/cli/server/services.h"
#include "services/cli/terminal/failure.h"
#include "services/lib/config/config.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/bootstrap.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/migrate.h"

namespace lianban::cli {
namespace {

absl::Status Migrate(const config::Config& config, const std::string& superuser) {
  if (!superuser.empty()) LIANBAN_RETURN_IF_ERROR(postgres::Bootstrap(superuser));
  const std::string owner = postgres::WithUser(config.database, "lianban_owner");
  for (const ServiceEntry& entry : Services()) {
    if (entry.sql_files == nullptr) continue;
    LIANBAN_ASSIGN_OR_RETURN(const postgres::MigrationReport report,
                             postgres::Migrate(owner, entry.module.name, entry.sql_files()));
    fmt::print("{}: {} applied, {} already there\n", entry.module.name, report.applied, report.already);
  }
  return absl::OkStatus();
}

}  // namespace

void AddMigrate(CLI::App& admin) {
  auto config = std::make_shared<config::Config>();
  auto superuser = std::make_shared<std::string>();
  CLI::App* command = admin.add_subcommand("migrate", "Bring the database to this version; safe to repeat");
  config::AddOptions(*command, *config);
  command->add_option("--superuser", *superuser,
                      "libpq connection string of a superuser on the same database: makes roles and schemas first. "
                      "Without it they must be there");
  command->callback([config, superuser] { throw CLI::RuntimeError(Fail(Migrate(*config, *superuser))); });
}

}  // namespace lianban::cli
