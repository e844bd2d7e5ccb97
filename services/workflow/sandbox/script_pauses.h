#pragma once
// Which scripts are paused right now, so that their authors can be told where they look: at the release.

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

class ScriptPauses {
 public:
  struct Pause {
    absl::Time end;
    ScriptDiagnostic last_offence;
  };

  // Thread-safe. A later pause of the same script replaces the earlier one.
  void Add(const ScriptPause& pause, absl::Time now);
  // nullopt when the script of this hash is not paused at `now`.
  std::optional<Pause> Find(const std::string& hash, absl::Time now) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Pause> pauses_;
};

}  // namespace lianban::workflow
