#pragma once
// What happened in the past, in terms of a script: cases as lists of events, each with the commands that it stands for.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/workflow/engine/command.h"
#include "services/workflow/engine/ledger.h"

namespace lianban::workflow {

enum class ActKind {
  kStart,    // files the case
  kTask,     // does something with an open task of `step`
  kCommand,  // a message, or an operation on the whole case
  kTimeout,  // the time of `step` ran out
  kChild,    // the `child`-th child case ended
  kWrong,    // could not be understood: `wrong` says why
};

struct Act {
  ActKind kind = ActKind::kCommand;
  std::string step;
  std::string desk;     // where the task lay; empty: not known. Of several tasks of a step it tells which
  int child = 0;        // counted from 1
  Command command;      // complete but for numbers that only the running case knows
  absl::Status wrong;
};

struct PastEvent {
  std::string name;     // activity or command, for people
  absl::Time time;
  bool date_only = false;
  std::string ends;     // the case must then have ended with this result; empty: nothing is known
  std::vector<Act> acts;
};

struct PastCase {
  std::string id;
  std::vector<PastEvent> events;
};

// What a case of the past found in a ledger, and since when it was there.
struct PastEntry {
  LedgerKey under;
  absl::Time since;
  nlohmann::json entry;
};

struct Recording {
  std::vector<PastCase> cases;
  std::vector<PastEntry> entries;                   // each once
  nlohmann::json given = nlohmann::json::object();  // the world, as in a scenario
  std::vector<std::string> timed_steps;             // steps whose timeouts the log records
  bool all_timers = false;                          // it records every timeout
  absl::Time last;                                  // of all events

  size_t EventCount() const;
};

}  // namespace lianban::workflow
