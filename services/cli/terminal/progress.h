#pragma once
// Progress of anything that takes longer than a second, on standard error: a bar that redraws itself on a terminal, a
// plain line every few seconds elsewhere. Nothing at all when the work was done sooner.

#include <cstdint>
#include <mutex>
#include <string>

#include "absl/time/time.h"

namespace lianban::cli {

// Thread-safe.
class Progress {
 public:
  // total 0: not known; the count alone is shown.
  Progress(std::string what, int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;

  void Add(int64_t count = 1);
  // Ends the line, so that other output begins on its own. Idempotent.
  void Finish();

 private:
  void Draw(absl::Time now, bool last);

  const std::string what_;
  const int64_t total_;
  const bool terminal_;
  const absl::Time begun_;
  std::mutex mutex_;
  int64_t done_ = 0;
  absl::Time drawn_at_;
  bool drawn_ = false, finished_ = false;
};

}  // namespace lianban::cli
