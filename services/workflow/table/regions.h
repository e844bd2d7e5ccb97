#pragma once
// The inputs of a table cut into regions that no rule tells apart: every value of a region passes the same tests.

#include <cstdint>
#include <string>
#include <vector>

#include "services/workflow/table/decision_table.h"

namespace lianban::workflow {

using RuleSet = std::vector<uint64_t>;  // bit i: rule i

struct Region {
  nlohmann::json witness;  // one value of it
  std::string label;       // as a cell would say it: "a", (2000..3000), >5, 其他
  bool expected = true;    // false: a missing input, or a text no cell speaks of; a rule may fire there, none has to
  RuleSet rules;           // those whose test in this column it passes
};

// Of input column number `input` (counted among the inputs). See CheckDecisionTable for what values are thought of.
std::vector<Region> RegionsOf(const DecisionTable& table, const TableColumn& column, size_t input);

inline bool Has(const RuleSet& rules, size_t i) { return rules[i / 64] >> (i % 64) & 1; }
inline void Put(RuleSet& rules, size_t i) { rules[i / 64] |= uint64_t{1} << (i % 64); }
inline RuleSet NoRules(size_t count) { return RuleSet((count + 63) / 64); }

}  // namespace lianban::workflow
