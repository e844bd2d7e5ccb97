#include "services/workflow/sandbox/worker/budget.h"

#include <time.h>

namespace lianban::workflow::sandbox {
namespace {

constexpr uint64_t kFuelBetweenLooks = 4 * kHookInterval;

int64_t ProcessorNanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace

void Budget::Start(uint64_t fuel_max, uint32_t deadline_ms) {
  *this = Budget();
  running_ = true;
  fuel_max_ = fuel_max;
  deadline_ms_ = deadline_ms;
  next_look_ = kHookInterval;
}

bool Budget::Use(uint64_t fuel) {
  if (!running_) return true;
  if (spent_ != Spent::kNothing) return false;
  fuel_used_ = fuel > fuel_max_ - fuel_used_ ? fuel_max_ : fuel_used_ + fuel;
  if (fuel_used_ >= fuel_max_) {
    spent_ = Spent::kFuel;
    return false;
  }
  if (fuel_used_ >= next_look_) LookAtClock();
  return spent_ == Spent::kNothing;
}

void Budget::LookAtClock() {
  next_look_ = fuel_used_ + kFuelBetweenLooks;
  int64_t now = ProcessorNanoseconds();
  if (started_ns_ < 0) {
    started_ns_ = now;
  } else if (now - started_ns_ > int64_t{deadline_ms_} * 1'000'000) {
    spent_ = Spent::kTime;
  }
}

}  // namespace lianban::workflow::sandbox
