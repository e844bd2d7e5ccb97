#pragma once
// One worker: its process, socket and progress page. Used by one thread at a time.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/messages.h"

namespace lianban::workflow::sandbox {

class WorkerProcess {
 public:
  // Starts `path` with posix_spawn: no environment, no descriptors but its own. The calling thread must live as long as
  // the worker: the kernel ties the parent death signal to the thread.
  static absl::StatusOr<std::unique_ptr<WorkerProcess>> Start(const std::string& path, const ScriptLimits& limits);
  ~WorkerProcess();  // kills
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  enum class Exchange {
    kAnswered,
    kDied,     // by itself or by somebody's hand
    kOverrun,  // killed: the call in progress used the processor past the hard deadline
    kStalled,  // killed: it made no progress without using the processor (stopped, starved)
  };
  // Sends one frame and waits for the answer. After anything but kAnswered the worker is gone.
  Exchange Ask(std::string_view request, int hard_deadline_ms, std::string* reply);

  // Of the last request.
  uint32_t batch_in_progress() const { return progress_->batch.load(); }
  bool made_progress() const { return progress_->serial.load() != serial_at_start_; }

  pid_t pid() const { return pid_; }
  std::set<std::string>& bundles() { return bundles_; }  // hashes it has been sent

 private:
  WorkerProcess() = default;
  class Watch;
  void Kill();
  Exchange Send(std::string_view bytes, Watch& watch);
  Exchange Receive(char* bytes, size_t size, Watch& watch);
  Exchange Wait(ssize_t result, short event, Watch& watch);

  pid_t pid_ = -1;
  int socket_ = -1;
  Progress* progress_ = nullptr;
  uint64_t serial_at_start_ = 0;
  std::set<std::string> bundles_;
};

}  // namespace lianban::workflow::sandbox
