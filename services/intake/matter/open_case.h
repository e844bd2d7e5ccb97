#pragma once
// Hands a stored matter to casework. The matter's own id is the request_id, so that repeating is harmless.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// Opens the case and notes it in the store. When casework cannot be reached or its answer is unknown, the matter stays
// registered and the relay repeats; the status says so (IsTransient). A refusal is returned and nothing is stored.
absl::Status OpenCase(Counter& counter, const std::string& city_id, Matter& matter, absl::Time now);

// Brings the matters of a visit together with the cases that the visit's own case has opened. OK when all are linked;
// UNAVAILABLE while some are still to come.
absl::Status LinkChildren(Counter& counter, const std::string& city_id, const Matter& parent);

// When to try again after `attempts` failures: 1 s, 2 s, 4 s … at most 10 minutes.
absl::Duration RetryDelay(int attempts);

}  // namespace lianban::intake
