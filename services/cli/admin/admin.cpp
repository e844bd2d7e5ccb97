// lianban admin: what an operator does beside the running services.

#include "services/cli/admin/admin_command.h"
#include "services/cli/command.h"

namespace lianban::cli {

void AddAdmin(CLI::App& app) {
  CLI::App* admin = app.add_subcommand("admin", "运维 · Keys, migrations, first administrator, audit");
  admin->require_subcommand(1);
  AddInitKeys(*admin);
  AddMigrate(*admin);
  AddBootstrapCity(*admin);
  AddAudit(*admin);
}

}  // namespace lianban::cli
