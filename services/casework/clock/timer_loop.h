#pragma once
// Fires what is due: claims timer rows by a short lease and hands them to the executors as commands of the platform.

#include <optional>
#include <string>

#include "services/casework/command/executor.h"
#include "services/casework/command/flights.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class TimerLoop {
 public:
  TimerLoop(ConnectionPool& connections, Executors& executors) : connections_(connections), executors_(executors) {}

  void Start() { loop_.Start(); }
  void Stop() { loop_.Stop(); }

 private:
  struct Claimed {
    std::string city_id;
    std::string case_id;
    int64_t timer_no = 0;
    absl::Time due;
    int64_t attempt = 0;
  };

  absl::Duration Round();
  // Number of timers handed over.
  int FireDue(const std::string& city_id);
  void Fire(const Claimed& timer);
  // What to write about a timer that was not fired; nothing when it was.
  std::optional<postgres::Statement> Settled(const Claimed& timer, const absl::Status& status);

  ConnectionPool& connections_;
  Executors& executors_;
  Flights<Claimed> flights_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework
