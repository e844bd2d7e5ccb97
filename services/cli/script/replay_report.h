#pragma once
// Reports of `lianban replay` for a terminal.

#include <string>

#include "services/workflow/replay/conformance.h"
#include "services/workflow/replay/what_if.h"

namespace lianban::cli {

std::string ConformanceText(const workflow::Conformance& report);
// At most `details` cases are listed one by one.
std::string WhatIfText(const workflow::WhatIf& report, size_t details);

}  // namespace lianban::cli
