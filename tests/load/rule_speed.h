#pragma once
// What a rule and what an interpreter step cost, in this process with workers of its own.

#include "absl/status/statusor.h"

namespace lianban::load {

struct RuleSpeed {
  double warm_us = 0;       // one more evaluation in a batch: inside the worker, arguments and value included
  double amortised_us = 0;  // per evaluation in batches of sixty-four cases with one rule each, crossing included
  double alone_us = 0;      // one rule of one case, crossing included
};
absl::StatusOr<RuleSpeed> MeasureRules();

// Microseconds of one answered task of a ten-step script without rules.
absl::StatusOr<double> MeasureStep();

}  // namespace lianban::load
