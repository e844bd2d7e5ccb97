#pragma once
// Recorded cases told again by a script: the interpreter folded over what happened, with the recorded times, timers fired
// in between. Pure and deterministic: equal script, recording and environment give equal results.

#include <memory>
#include <string>
#include <vector>

#include "services/workflow/engine/runner.h"
#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

enum class ReplayMode {
  // Does the script describe what happened? A case stops at the first thing the script refuses; a timeout must be where
  // the log has it.
  kConform,
  // What would have happened? People do again what they did, whatever the script refuses is noted and left out, timeouts
  // are the script's own, and every case is told up to the end of the log.
  kWhatIf,
};

// A step was entered, or something recorded was refused.
struct Happening {
  int32_t event = -1;      // position in PastCase::events; -1: a timer of the script
  int32_t step = -1;       // position in Model::steps; -1: refused
  absl::Time time;
  bool operator==(const Happening&) const = default;
};

struct Refused {
  int32_t event = -1;      // -1: a timer of the script
  absl::Status status;
  std::string where;       // open steps, or the result of a case that had ended
};

// A deadline as it stood last.
struct Due {
  int32_t step = -1;       // -1: the clock of the case; -2: the promised one
  int64_t activation = 0;
  absl::Time due;
};

struct CaseReplay {
  std::vector<Happening> happenings;
  std::vector<Refused> refused;                   // kConform: at most one
  std::vector<Due> dues;
  std::vector<std::pair<int32_t, int32_t>> load;  // desk (position in Replay::desks), tasks opened there
  bool started = false;
  CaseStatus status = CaseStatus::kRunning;
  std::string end;                                // result, or the open steps: "payment, collection"
  std::vector<std::string> story;                 // ReplayOptions::story: every fact, one JSON text each

  bool accepted() const { return refused.empty(); }
};

struct Replay {
  std::shared_ptr<const Model> model;
  std::vector<CaseReplay> cases;   // as in the recording
  std::vector<std::string> desks;  // sorted
  int64_t commands = 0;            // that the interpreter worked on
};

struct ReplayOptions {
  ReplayMode mode = ReplayMode::kConform;
  int threads = 1;
  bool story = false;
};

// `host` must have been started; its workers answer the rules, many cases per crossing. The environment is made of
// Recording::given as for a scenario, ledgers as in past_ledgers.h; cases of which one finds there what another has entered are told
// together, in the order of time (ledger_ties.h).
Replay ReplayCases(ScriptHost& host, std::shared_ptr<const Model> model, const Recording& recording, const ReplayOptions& options);

}  // namespace lianban::workflow
