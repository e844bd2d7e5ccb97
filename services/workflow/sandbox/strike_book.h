#pragma once
// Which scripts had to be killed lately. Two kills within a minute, or ten calls over budget, and a script is paused for
// 30 s, then twice as long each time up to an hour. An hour without an offence wipes the slate.

#include <map>
#include <string>

#include "absl/time/time.h"

namespace lianban::workflow::sandbox {

class StrikeBook {
 public:
  enum class Offence { kKilled, kOverBudget };

  // Zero when the script may run.
  absl::Duration PausedFor(const std::string& hash, absl::Time now) const;
  // True when this offence begins a pause.
  bool Add(const std::string& hash, Offence offence, absl::Time now);
  // Whether the script was ever killed within the last hour: such scripts travel alone.
  bool Suspect(const std::string& hash, absl::Time now) const;

 private:
  struct Entry {
    double weight = 0;  // a kill counts 1/2, an overrun 1/10; 1 begins a pause
    absl::Time window_start = absl::InfinitePast();
    absl::Time last_offence = absl::InfinitePast();
    absl::Time last_kill = absl::InfinitePast();
    absl::Time paused_until = absl::InfinitePast();
    absl::Duration next_pause = absl::Seconds(30);
  };
  void ForgetOld(absl::Time now);

  std::map<std::string, Entry> entries_;
};

}  // namespace lianban::workflow::sandbox
