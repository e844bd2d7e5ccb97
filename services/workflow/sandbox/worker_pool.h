#pragma once
// The workers of one process, lent to one caller at a time each.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/workflow/sandbox/launcher.h"

namespace lianban::workflow::sandbox {

class WorkerPool {
 public:
  WorkerPool(std::string worker_path, const ScriptLimits& limits, int workers);

  // Starts every worker; the error of the first that does not start.
  absl::Status Start();

  // A worker for the lifetime of the lease. A script under suspicion uses at most one worker at a time, so that those
  // it delays are its own kind.
  class Lease {
   public:
    Lease(WorkerPool& pool, bool suspect);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    // nullptr when no worker can be started at present.
    WorkerProcess* worker() const { return worker_.get(); }
    // After the worker died or was killed.
    void Replace();

   private:
    WorkerPool& pool_;
    bool suspect_;
    std::unique_ptr<WorkerProcess> worker_;
  };

 private:
  Launcher launcher_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<WorkerProcess>> idle_;  // nullptr: a place whose worker must be started first
  int suspects_running_ = 0;
};

}  // namespace lianban::workflow::sandbox
