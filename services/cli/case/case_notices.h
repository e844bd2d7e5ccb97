#pragma once
// lianban case notices | print: the papers that a case has issued.

#include "services/cli/command.h"

namespace lianban::cli {

void AddCaseNotices(CLI::App& group);

}  // namespace lianban::cli
