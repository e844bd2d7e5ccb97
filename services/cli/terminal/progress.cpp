#include "services/cli/terminal/progress.h"

#include <unistd.h>

#include <algorithm>

#include "absl/time/clock.h"
#include "fmt/format.h"

namespace lianban::cli {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(1);

std::string Clock(absl::Duration duration) {
  const int64_t seconds = absl::ToInt64Seconds(duration);
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

}  // namespace

Progress::Progress(std::string what, int64_t total)
    : what_(std::move(what)), total_(total), terminal_(isatty(STDERR_FILENO) == 1), begun_(absl::Now()), drawn_at_(begun_) {}

Progress::~Progress() { Finish(); }

void Progress::Add(int64_t count) {
  const std::lock_guard lock(mutex_);
  done_ += count;
  const absl::Time now = absl::Now();
  if (now - begun_ < kQuiet || now - drawn_at_ < (terminal_ ? absl::Milliseconds(100) : absl::Seconds(5))) return;
  Draw(now, false);
}

void Progress::Finish() {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  finished_ = true;
  if (drawn_) Draw(absl::Now(), true);
}

void Progress::Draw(absl::Time now, bool last) {
  drawn_ = true;
  drawn_at_ = now;
  const double seconds = absl::ToDoubleSeconds(now - begun_);
  std::string line = fmt::format("{} {}", what_, done_);
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    const int filled = static_cast<int>(share * 30);
    line = fmt::format("{} [{}{}] {}/{} {:.0f}%", what_, std::string(filled, '#'), std::string(30 - filled, '.'), done_,
                       total_, share * 100);
    if (!last && done_ > 0) line += fmt::format("  {} left", Clock((now - begun_) * ((1 - share) / std::max(share, 1e-9))));
  }
  line += fmt::format("  {:.0f}/s  {}", static_cast<double>(done_) / std::max(seconds, 1e-9), Clock(now - begun_));
  if (terminal_) {
    fmt::print(stderr, "\r{}\x1b[K{}", line, last ? "\n" : "");
  } else {
    fmt::print(stderr, "{}\n", line);
  }
}

}  // namespace lianban::cli
