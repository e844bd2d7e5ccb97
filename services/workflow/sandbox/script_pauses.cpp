#include "services/workflow/sandbox/script_pauses.h"

namespace lianban::workflow {

void ScriptPauses::Add(const ScriptPause& pause, absl::Time now) {
  std::lock_guard lock(mutex_);
  std::erase_if(pauses_, [&](const auto& entry) { return entry.second.end <= now; });
  pauses_[pause.hash] = {now + absl::Seconds(pause.seconds), pause.last_offence};
}

std::optional<ScriptPauses::Pause> ScriptPauses::Find(const std::string& hash, absl::Time now) const {
  std::lock_guard lock(mutex_);
  const auto it = pauses_.find(hash);
  if (it == pauses_.end() || it->second.end <= now) return std::nullopt;
  return it->second;
}

}  // namespace lianban::workflow
