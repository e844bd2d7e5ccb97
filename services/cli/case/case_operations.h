#pragma once
// lianban case <operation>: every operation on a running case as a command of its own.

#include "CLI/CLI.hpp"

namespace lianban::cli {

// Adds them below `group`, and `substitute` and `recompute`.
void AddCaseOperations(CLI::App& group);

}  // namespace lianban::cli
