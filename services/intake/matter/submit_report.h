#pragma once
// SubmitReport: a report as its source wrote it becomes a matter with a receipt number, a unit, and a case.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// Idempotent by (channel, source_no): a report that was taken in before is answered as it stands now. When casework
// cannot be reached the matter is stored and answered with status "registered"; the relay opens its case later.
// Errors: CHANNEL_UNKNOWN, CHANNEL_DISABLED, ADAPTER_*, ROUTING_*, RECEIVE_TIME_FUTURE, and what casework refuses (then
// nothing is stored: the source still has the report).
absl::StatusOr<v1::Matter> SubmitReport(Counter& counter, const rpc::Context& caller,
                                        const v1::SubmitReportRequest& request, absl::Time now);

}  // namespace lianban::intake
