#pragma once
// lianban second-factor: one-time codes beside the password.

#include "CLI/CLI.hpp"

namespace lianban::cli {

void AddSecondFactor(CLI::App& app);

}  // namespace lianban::cli
