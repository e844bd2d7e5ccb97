#include "services/workflow/table/priority.h"

#include <algorithm>

namespace lianban::workflow {

std::vector<size_t> PriorityOf(const DecisionTable& table, const TableRule& rule) {
  std::vector<size_t> ranks;
  size_t output = 0;
  for (const TableColumn& column : table.columns) {
    if (column.kind != TableColumn::Kind::kOut) continue;
    const nlohmann::json& value = rule.outputs[output++];
    if (column.allowed.empty()) continue;
    ranks.push_back(std::find(column.allowed.begin(), column.allowed.end(), value) - column.allowed.begin());
  }
  return ranks;
}

}  // namespace lianban::workflow
