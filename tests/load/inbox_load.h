#pragma once
// The inbox through gRPC.

#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/deployment.h"

namespace lianban::load {

// Milliseconds of the first page of fifty tasks, one request after the other.
absl::StatusOr<std::vector<double>> ReadInboxThroughService(const Deployment& deployment, int times);

// Milliseconds of a call on the same way that is refused at once: what gRPC alone costs, part of every figure here.
absl::StatusOr<std::vector<double>> CallForNothing(const Deployment& deployment, int times);

}  // namespace lianban::load
