#pragma once
// Reports of `lianban replay` for a terminal.

#include <string>

#include "services/workflow/replay/conformance.h"
#include "services/workflow/replay/what_if.h"

namespace lianban::cli {

// Cases of a log in which values of sensitive fields are masked, as everybody but the platform reads them: what rules made of such a value
// cannot be told again.
int64_t CasesWithMaskedValues(const workflow::Recording& recording, const workflow::Model& model);
std::string ConformanceText(const workflow::Conformance& report);
// At most `details` cases are listed one by one.
std::string WhatIfText(const workflow::WhatIf& report, size_t details);

}  // namespace lianban::cli
