#pragma once
// Whether a value passes a test. Values and tests are of the column's type already.

#include "services/workflow/table/decision_table.h"

namespace lianban::workflow {

bool Matches(const CellTest& test, const nlohmann::json& value);

}  // namespace lianban::workflow
