#pragma once
// Whose inbox a human step lies in.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

struct Seat {
  std::string desk;  // "<unit>/<role>", "applicant"
  std::string user;  // assigned to one person; usually empty
  nlohmann::json why;  // explanation, where a rule or the duty list chose it and everything is told; otherwise null
};

// `item` of several instances may say more precisely: { desk = }, { unit =, role = }, { user = }.
// Refusals: DUTY_UNASSIGNED, UNIT_LEVEL_MISSING, RULE_FAILED, ITEM_INVALID.
absl::StatusOr<Seat> SeatFor(Run& run, const Step& step, const nlohmann::json& item);

}  // namespace lianban::workflow
