#pragma once
// Decisions by table, with the explanation that goes into the record.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

struct Decision {
  nlohmann::json outputs;        // of the table, as Decide gives them
  std::string outcome;           // the deciding column; "" for a list of outputs
  nlohmann::json explanation;
};

// Refusals: TABLE_NO_ROW, TABLE_AMBIGUOUS, RULE_FAILED.
absl::StatusOr<Decision> DecideByTable(Run& run, const Step& step, const std::string& table);
// The deciding column of one output object.
std::string OutcomeOf(const DecisionTable& table, const nlohmann::json& outputs);

// What the script proposes for a task: {outcome, explanation, …}; null when it proposes nothing.
absl::StatusOr<nlohmann::json> Propose(Run& run, const Step& step, const nlohmann::json& item);

}  // namespace lianban::workflow
