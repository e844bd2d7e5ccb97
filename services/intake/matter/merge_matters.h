#pragma once
// MergeMatters, UnmergeMatter: two reports of one thing become one case; every reporter keeps the receipt.

#include "absl/status/statusor.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// The merged matter's case joins the main one's (并案): it waits, keeps its own clocks and ends as the main case does. The matter
// points to the main one. Repeating the request completes what was interrupted.
// Errors: NOT_FOUND for a matter the caller may not see, MERGE_SAME, MERGE_CLOSED when one of the two is closed, MERGE_LEADS when
// others are merged into the one that is to be merged, MERGE_REASON_REQUIRED.
absl::StatusOr<v1::Matter> MergeMatters(Counter& counter, const rpc::Context& caller,
                                        const v1::MergeMattersRequest& request, absl::Time now);

// 拆案: the case goes on where it stood. CASE_NOT_MERGED, MERGE_REASON_REQUIRED.
absl::StatusOr<v1::Matter> UnmergeMatter(Counter& counter, const rpc::Context& caller,
                                         const v1::UnmergeMatterRequest& request, absl::Time now);

}  // namespace lianban::intake
