#pragma once

#include "absl/status/statusor.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/workflow/time/calendar.h"

namespace lianban::catalog {

// The due date with the count day by day, in China's time zone. Errors: PERIOD_INVALID, REQUEST_INVALID (start_time).
absl::StatusOr<v1::ComputeDeadlineResponse> ComputeDeadline(const workflow::Calendar& calendar,
                                                            const v1::ComputeDeadlineRequest& request);

}  // namespace lianban::catalog
