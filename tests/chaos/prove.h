#pragma once
// The proof after the load: lets the platform finish what it owes, repeats requests, reads everything and judges.

#include "absl/status/statusor.h"
#include "tests/chaos/judge.h"

namespace lianban::chaos {

// `folder`: the clients' records. The proof's own commands are written down there as well.
absl::StatusOr<std::vector<Rule>> Prove(const Door& door, const std::string& folder, uint64_t seed);

}  // namespace lianban::chaos
