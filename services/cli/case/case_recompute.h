#pragma once
// lianban case recompute: counts due dates again after a calendar was imported, and lists what moved.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddRecompute(CLI::App& group);

}  // namespace lianban::cli
