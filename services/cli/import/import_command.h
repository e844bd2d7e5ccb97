#pragma once
// The formats of `lianban import`, one file each.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddImportCity(CLI::App& group);
void AddImportBaltimore311(CLI::App& group);
void AddImportCnMessages(CLI::App& group);

}  // namespace lianban::cli
