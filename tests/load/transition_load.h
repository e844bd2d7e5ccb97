#pragma once
// Clients that play cases through gRPC: start, then five human steps, each a request of its own that is answered after
// its commit.

#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/deployment.h"

namespace lianban::load {

struct TransitionSpeed {
  double per_second = 0;
  std::vector<double> milliseconds;  // of each step but the starts
};

// Each client has one request under way at a time. Error: the first one any client meets.
absl::StatusOr<TransitionSpeed> RunTransitions(const Deployment& deployment, int clients, absl::Duration time);

}  // namespace lianban::load
