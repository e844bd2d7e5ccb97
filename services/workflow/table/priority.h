#pragma once

#include <vector>

#include "services/workflow/table/decision_table.h"

namespace lianban::workflow {

// Under P and O: the rank of a rule's outputs, smaller wins; compared column by column along the lists of values in the
// type row. Columns without a list do not count; an empty output comes last.
std::vector<size_t> PriorityOf(const DecisionTable& table, const TableRule& rule);

}  // namespace lianban::workflow
