#pragma once
// Why a case cannot move to another release.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/workflow/engine/case_state.h"
#include "services/workflow/language/model.h"
#include "services/workflow/migration/renaming.h"

namespace lianban::workflow {

// `code` is a reason of the error catalogue (MIGRATION_…), `status` says it to people.
struct MigrationObstacle {
  std::string code;
  std::string place;  // step, or join; empty when it is about the case
  absl::Status status;
};

// A position that has no like in the new release and begins anew where the author says.
struct AnewEntry {
  int64_t activation = 0;
  std::string step;
};

// `anew` gets the positions that are left and entered again: only where the author has named the step to go to.
std::vector<MigrationObstacle> ObstaclesOf(const CaseState& state, const Model& from, const Model& to,
                                           const Renaming& renaming, std::vector<AnewEntry>* anew);

}  // namespace lianban::workflow
