// lianban import: cities, and real reports to try the platform on.

#include "services/cli/command.h"
#include "services/cli/import/import_command.h"

namespace lianban::cli {

void AddImport(CLI::App& app) {
  CLI::App* group = app.add_subcommand("import", "导入 · Load a city, or real reports with their outcomes");
  group->require_subcommand(1);
  AddImportCity(*group);
  AddImportBaltimore311(*group);
  AddImportCnMessages(*group);
}

}  // namespace lianban::cli
