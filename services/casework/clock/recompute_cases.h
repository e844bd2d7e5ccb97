#pragma once
// Due dates of some cases counted again, each by a command of the platform; one whose dates do not move is not written.

#include <string>
#include <vector>

#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/command/executor.h"

namespace lianban::casework {

struct Recomputed {
  std::vector<v1::MovedClock> moved;  // by case
  std::vector<std::string> failed;    // in use at that moment, or their release is not to be had
};

// The same run again gives the same answer.
Recomputed RecomputeCases(Executors& executors, const std::string& city_id, const std::string& run_id,
                          const std::vector<std::string>& case_ids);

}  // namespace lianban::casework
