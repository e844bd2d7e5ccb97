#include "services/workflow/sandbox/strike_book.h"

#include <algorithm>

namespace lianban::workflow::sandbox {
namespace {

constexpr absl::Duration kWindow = absl::Minutes(1);
constexpr absl::Duration kMemory = absl::Hours(1);
constexpr absl::Duration kPauseMax = absl::Hours(1);
constexpr size_t kEntriesMax = 10'000;

}  // namespace

absl::Duration StrikeBook::PausedFor(const std::string& hash, absl::Time now) const {
  auto found = entries_.find(hash);
  if (found == entries_.end()) return absl::ZeroDuration();
  return std::max(found->second.paused_until - now, absl::ZeroDuration());
}

bool StrikeBook::Suspect(const std::string& hash, absl::Time now) const {
  auto found = entries_.find(hash);
  return found != entries_.end() && now - found->second.last_kill < kMemory;
}

bool StrikeBook::Add(const std::string& hash, Offence offence, absl::Time now) {
  if (entries_.size() >= kEntriesMax) ForgetOld(now);
  Entry& entry = entries_[hash];
  if (now - entry.last_offence > kMemory) entry = Entry();
  if (now - entry.window_start > kWindow) {
    entry.window_start = now;
    entry.weight = 0;
  }
  entry.last_offence = now;
  if (offence == Offence::kKilled) entry.last_kill = now;
  entry.weight += offence == Offence::kKilled ? 0.5 : 0.1;
  constexpr double kEnough = 1 - 1e-9;
  if (entry.weight < kEnough) return false;
  entry.weight = 0;
  entry.window_start = now;
  entry.paused_until = now + entry.next_pause;
  entry.next_pause = std::min(entry.next_pause * 2, kPauseMax);
  return true;
}

void StrikeBook::ForgetOld(absl::Time now) {
  std::erase_if(entries_, [&](const auto& entry) { return now - entry.second.last_offence > kMemory; });
}

}  // namespace lianban::workflow::sandbox
