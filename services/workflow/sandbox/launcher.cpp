#include "services/workflow/sandbox/launcher.h"

namespace lianban::workflow::sandbox {

Launcher::Launcher(std::string worker_path, const ScriptLimits& limits)
    : worker_path_(std::move(worker_path)), limits_(limits), thread_([this] { Run(); }) {}

Launcher::~Launcher() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

absl::StatusOr<std::unique_ptr<WorkerProcess>> Launcher::Start() {
  Job job([this] { return WorkerProcess::Start(worker_path_, limits_); });
  auto result = job.get_future();
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return result.get();
}

void Launcher::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace lianban::workflow::sandbox
