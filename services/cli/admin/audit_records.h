#pragma once
// lianban admin audit records: changes of rules and rights as the log has them.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddAuditRecords(CLI::App& audit);

}  // namespace lianban::cli
