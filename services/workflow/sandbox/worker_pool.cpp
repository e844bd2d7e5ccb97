#include "services/workflow/sandbox/worker_pool.h"

#include <chrono>
#include <thread>

#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::workflow::sandbox {

WorkerPool::WorkerPool(std::string worker_path, const ScriptLimits& limits, int workers)
    : launcher_(std::move(worker_path), limits), idle_(static_cast<size_t>(workers)) {}

absl::Status WorkerPool::Start() {
  for (auto& place : idle_) {
    LIANBAN_ASSIGN_OR_RETURN(place, launcher_.Start());
  }
  return absl::OkStatus();
}

WorkerPool::Lease::Lease(WorkerPool& pool, bool suspect) : pool_(pool), suspect_(suspect) {
  {
    std::unique_lock lock(pool_.mutex_);
    pool_.freed_.wait(lock, [&] { return !pool_.idle_.empty() && (!suspect_ || pool_.suspects_running_ == 0); });
    worker_ = std::move(pool_.idle_.back());
    pool_.idle_.pop_back();
    pool_.suspects_running_ += suspect_;
  }
  if (worker_ == nullptr) Replace();
}

WorkerPool::Lease::~Lease() {
  {
    std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(worker_));
    pool_.suspects_running_ -= suspect_;
  }
  pool_.freed_.notify_all();
}

void WorkerPool::Lease::Replace() {
  // The program file may be missing for a moment while it is being upgraded, or the system short of processes.
  constexpr int kAttempts = 5;
  constexpr auto kPause = std::chrono::milliseconds(100);
  worker_ = nullptr;
  for (int attempt = 1; attempt <= kAttempts && worker_ == nullptr; ++attempt) {
    if (attempt > 1) std::this_thread::sleep_for(kPause);
    auto started = pool_.launcher_.Start();
    if (started.ok()) {
      worker_ = *std::move(started);
    } else {
      spdlog::error("script worker, attempt {}: {}", attempt, std::string(started.status().message()));
    }
  }
}

}  // namespace lianban::workflow::sandbox
