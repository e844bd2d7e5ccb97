#pragma once
// What one call may use. Fuel is about one VM instruction; the count hook, every library function and the allocator
// charge it. Once spent it stays spent until the next Start: catching the error does not help a script.

#include <cstdint>

#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow::sandbox {

enum class Spent : uint8_t { kNothing, kFuel, kTime, kMemory };

class Budget {
 public:
  // The processor clock starts at the first look at it, a few thousand units in: a short call costs no system call.
  void Start(uint64_t fuel_max, uint32_t deadline_ms);
  // Work of the host (arguments, results) is free.
  void Stop() { running_ = false; }
  void Resume() { running_ = true; }

  // False once anything is spent.
  bool Use(uint64_t fuel);
  void MarkMemorySpent() {
    if (spent_ == Spent::kNothing) spent_ = Spent::kMemory;
  }

  bool running() const { return running_; }
  Spent spent() const { return spent_; }
  uint64_t fuel_used() const { return fuel_used_; }
  uint64_t fuel_max() const { return fuel_max_; }
  uint32_t deadline_ms() const { return deadline_ms_; }

 private:
  void LookAtClock();

  bool running_ = false;
  Spent spent_ = Spent::kNothing;
  uint64_t fuel_used_ = 0;
  uint64_t fuel_max_ = 0;
  uint64_t next_look_ = 0;
  int64_t started_ns_ = -1;
  uint32_t deadline_ms_ = 0;
};

}  // namespace lianban::workflow::sandbox
