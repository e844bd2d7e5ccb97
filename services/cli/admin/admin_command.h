#pragma once
// The subcommands of `lianban admin`, one file each.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddInitKeys(CLI::App& admin);
void AddMigrate(CLI::App& admin);
void AddBootstrapCity(CLI::App& admin);
void AddAudit(CLI::App& admin);

}  // namespace lianban::cli
