#pragma once
// Migrations of running cases, as people read them.

#include <string>

#include "lianban/casework/v1/migration.pb.h"

namespace lianban::cli {

// Adds a page to what was counted so far; of the cases shown, as many as `cases_max`.
void AddPage(casework::v1::PreviewMigrationResponse& all, const casework::v1::PreviewMigrationResponse& page, int cases_max);

std::string PreviewText(const casework::v1::PreviewMigrationResponse& preview);
// With what can be done next.
std::string MigrationText(const casework::v1::Migration& migration);
std::string MigrationsText(const casework::v1::ListMigrationsResponse& list);
std::string MigrationCasesText(const casework::v1::ListMigrationCasesResponse& list);

}  // namespace lianban::cli
