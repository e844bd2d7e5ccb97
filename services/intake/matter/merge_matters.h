#pragma once
// MergeMatters: two reports of one thing become one case; every reporter keeps the receipt.

#include "absl/status/statusor.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// The merged matter's case is terminated with the result "duplicate" by the caller, then the matter points to the main
// one; matters merged into it earlier follow. Repeating the request completes what was interrupted.
// Errors: NOT_FOUND for a matter the caller may not see, MERGE_SAME, MERGE_CLOSED when the merged matter is closed
// already, MERGE_REASON_REQUIRED.
absl::StatusOr<v1::Matter> MergeMatters(Counter& counter, const rpc::Context& caller,
                                        const v1::MergeMattersRequest& request, absl::Time now);

}  // namespace lianban::intake
