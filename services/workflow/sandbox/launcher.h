#pragma once
// A thread that does nothing but start workers and lives as long as the pool: a worker dies with the thread that
// started it.

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "services/workflow/sandbox/worker_process.h"

namespace lianban::workflow::sandbox {

class Launcher {
 public:
  Launcher(std::string worker_path, const ScriptLimits& limits);
  ~Launcher();

  absl::StatusOr<std::unique_ptr<WorkerProcess>> Start();

 private:
  using Job = std::packaged_task<absl::StatusOr<std::unique_ptr<WorkerProcess>>()>;
  void Run();

  std::string worker_path_;
  ScriptLimits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::workflow::sandbox
