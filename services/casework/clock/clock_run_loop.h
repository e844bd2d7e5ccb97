#pragma once
// Works off the runs that changes of a calendar have started (R10): page by page over the running cases, what moved kept
// for the list, cases that are in use tried again. Any replica goes on where another one stopped.

#include "services/casework/clock/recompute_cases.h"
#include "services/casework/command/executor.h"
#include "services/casework/peers/environment_cache.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class ClockRunLoop {
 public:
  ClockRunLoop(ConnectionPool& connections, Executors& executors, EnvironmentCache& environments)
      : connections_(connections), executors_(executors), environments_(environments) {}

  void Start() { loop_.Start(); }
  void Stop() { loop_.Stop(); }

 private:
  struct Claimed {
    std::string city_id, run_id, last_case;
    std::vector<std::string> waiting;
    int64_t round = 0;
  };

  absl::Duration Round();
  // True when something was done.
  absl::StatusOr<bool> WorkOn(const std::string& city_id);
  absl::Status DoPage(const Claimed& run, const std::vector<std::string>& case_ids);
  absl::Status RetryWaiting(const Claimed& run);

  ConnectionPool& connections_;
  Executors& executors_;
  EnvironmentCache& environments_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework
