#pragma once
// The inbox through gRPC.

#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/deployment.h"

namespace lianban::load {

// Milliseconds of the first page of fifty tasks, one request after the other.
absl::StatusOr<std::vector<double>> ReadInboxThroughService(const Deployment& deployment, int times);

}  // namespace lianban::load
