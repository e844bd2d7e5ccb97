#pragma once
// Timers that are all due at the same moment: how many fire a second, and how many a hand-written worker would.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/load/deployment.h"
#include "tests/load/floor.h"

namespace lianban::load {

struct TimerSpeed {
  double per_second = 0;
  absl::Duration first_late;  // from the moment they were due to the first that was fired
};

// Starts `count` cases whose wait ends at one moment of the near future, and watches them end. The clock is that of the
// events. Needs the process bench_wait.
absl::StatusOr<TimerSpeed> FireTimers(const Deployment& deployment, int count);

// The same by hand, `workers` connections: each takes one timer that is due (SKIP LOCKED) and writes key, case and event,
// one transaction a timer.
absl::StatusOr<double> FireTimersByHand(const Deployment& deployment, int count, int workers, const RowSizes& sizes);

}  // namespace lianban::load
