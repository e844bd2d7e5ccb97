#pragma once
// Keeps status, due time and unit of matters as their cases have them, from casework's stream of committed events. The
// position in the log is stored, so that nothing is missed over a restart.

#include "services/intake/counter.h"
#include "services/lib/journal/log_follower.h"

namespace lianban::intake {

class CaseFollower {
 public:
  explicit CaseFollower(Counter& counter);

  void Start() { follower_.Start(); }
  void Stop() { follower_.Stop(); }

  // Takes one batch of events over; what casework cannot answer now is an error, and the batch is repeated.
  absl::Status Apply(const std::string& city_id, const casework::v1::WatchResponse& batch);

 private:
  absl::StatusOr<int64_t> Cursor(const std::string& city_id);

  Counter& counter_;
  journal::LogFollower follower_;
};

}  // namespace lianban::intake
