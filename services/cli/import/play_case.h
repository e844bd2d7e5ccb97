#pragma once
// Plays what was done about a matter, at the times when it was done, through the public API.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/cli/connect/connect_client.h"

namespace lianban::cli {

struct PlayedStep {
  std::string step, outcome, reason, form_json;
  absl::Time time;
};

// Completes the open task of each step in turn. What an earlier run has played already is skipped: as many steps as the
// case has completed tasks. `seed` makes the request ids, so that a repetition after a lost answer is done once.
// Error STEP_NOT_OPEN when the case is somewhere else.
struct PlayedCase {
  casework::v1::Case view;  // as it stands afterwards
  size_t played = 0;        // steps that were not there before
};
absl::StatusOr<PlayedCase> PlayCase(ConnectClient& client, const std::string& case_id, const std::string& seed,
                                    const std::vector<PlayedStep>& steps);

}  // namespace lianban::cli
