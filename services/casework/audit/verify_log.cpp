#include "services/casework/audit/verify_log.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::audit {
namespace {
constexpr size_t kFindingsMax = 100;  // the first ones matter; a deleted event would otherwise name all that follow
}

LogVerifier::LogVerifier(std::string city_id, std::string public_key, const std::vector<std::string>& notes)
    : city_id_(std::move(city_id)) {
  for (const std::string& note : notes) {
    auto checkpoint = OpenNote(note, public_key);
    if (!checkpoint.ok()) {
      Find(0, "CHECKPOINT_INVALID", Localized(checkpoint.status(), "en"));
    } else if (checkpoint->city_id != city_id_) {
      Find(0, "CHECKPOINT_INVALID", fmt::format("a checkpoint of city {}", checkpoint->city_id));
    } else {
      checkpoints_.push_back(*std::move(checkpoint));
    }
  }
  std::stable_sort(checkpoints_.begin(), checkpoints_.end(),
                   [](const auto& a, const auto& b) { return a.tree_size < b.tree_size; });
  CompareCheckpoints();
}

void LogVerifier::Find(int64_t log_index, std::string code, std::string detail) {
  if (report_.findings.size() < kFindingsMax) {
    report_.findings.push_back({log_index, std::move(code), std::move(detail)});
  }
}

void LogVerifier::Add(const StoredEvent& event) {
  const int64_t place = tree_.size() + 1;  // positions count from 1
  if (event.log_index != place) {
    Find(std::min(place, event.log_index), event.log_index > place ? "EVENT_MISSING" : "EVENT_ORDER",
         fmt::format("position {} holds event {}", place, event.log_index));
  }
  if (!event.salt) {
    ++report_.erased;
  } else if (EventLeaf(*event.salt, event.record) != event.leaf_hash) {
    Find(event.log_index, "EVENT_CHANGED", fmt::format("event {} of case {}", event.record.sequence,
                                                       event.record.case_id));
  }
  int64_t& sequence = sequences_[event.record.case_id];
  if (event.record.sequence != sequence + 1) {
    Find(event.log_index, "EVENT_ORDER",
         fmt::format("case {}: event {} follows {}", event.record.case_id, event.record.sequence, sequence));
  }
  sequence = event.record.sequence;
  tree_.Append(event.leaf_hash);
  ++report_.events;
  CompareCheckpoints();
}

bool LogVerifier::HasFindingIn(int64_t first, int64_t last) const {
  return std::any_of(report_.findings.begin(), report_.findings.end(), [&](const LogFinding& finding) {
    return finding.log_index >= first && finding.log_index <= last;
  });
}

void LogVerifier::CompareCheckpoints() {
  for (; next_checkpoint_ < checkpoints_.size() && checkpoints_[next_checkpoint_].tree_size == tree_.size();
       ++next_checkpoint_) {
    const SignedCheckpoint& checkpoint = checkpoints_[next_checkpoint_];
    ++report_.checkpoints;
    if (checkpoint.root_hash == tree_.Root()) {
      report_.covered = checkpoint.tree_size;
    } else if (!diverged_) {
      diverged_ = true;  // and so will every later one
      if (HasFindingIn(report_.covered + 1, checkpoint.tree_size)) continue;  // the place is known better
      Find(report_.covered + 1, "ROOT_DIFFERS",
           fmt::format("the first {} events are not those signed at {}; the difference lies in {} to {}",
                       checkpoint.tree_size, absl::FormatTime(checkpoint.time, absl::UTCTimeZone()),
                       report_.covered + 1, checkpoint.tree_size));
    }
  }
}

LogReport LogVerifier::Finish() {
  if (next_checkpoint_ < checkpoints_.size()) {
    Find(tree_.size() + 1, "LOG_TRUNCATED", fmt::format("a checkpoint over {} events was signed, {} are here",
                                                    checkpoints_.back().tree_size, tree_.size()));
  }
  std::stable_sort(report_.findings.begin(), report_.findings.end(),
                   [](const auto& a, const auto& b) { return a.log_index < b.log_index; });
  return report_;
}

}  // namespace lianban::audit
