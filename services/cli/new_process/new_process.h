#pragma once
// A new process to begin with: it is sound, has a clock and a story for each of its ways, and waits to be changed.

#include <string>

#include "absl/status/status.h"

namespace lianban::cli {

// Writes process.lua and scenarios.lua into `folder`, which must not hold a process yet. Errors: OPTION_INVALID (name),
// FILE_UNWRITABLE.
absl::Status WriteNewProcess(const std::string& folder, const std::string& name, const std::string& title);

}  // namespace lianban::cli
