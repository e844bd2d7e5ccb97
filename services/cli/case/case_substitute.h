#pragma once
// lianban case substitute: who may answer whose own tasks while they are away.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddSubstitute(CLI::App& group);

}  // namespace lianban::cli
