#pragma once
// What an edited script would have done to past cases, against the script as it was.

#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/replay/replay.h"

namespace lianban::workflow {

// Where two tellings of one case part. Texts are for people: names of steps and activities.
struct CaseDifference {
  std::string id;
  int32_t event = 0;             // counted from 1 where the paths part; 0: they do not
  std::string activity;          // of that event; "" for a timer
  // The first thing that only the base does, and only the edited script: a step, "refused REASON", or "" (nothing).
  std::string base, edited;
  absl::Time base_time, edited_time;
  std::string base_end, edited_end;
  bool ends_elsewhere = false;
  struct Moved {
    std::string clock;           // "case", "promised", or a step
    absl::Time base, edited;
    int64_t days = 0;            // positive: later
  };
  std::vector<Moved> moved;
};

struct DeskLoad {
  int64_t base = 0, edited = 0;  // tasks opened
};

struct WhatIf {
  int64_t cases = 0;
  int64_t same = 0;              // nothing differs: neither path nor end nor deadline
  int64_t reordered = 0;         // the same steps, but not in the same order: what runs side by side ran otherwise
  int64_t path_differs = 0;      // a step was entered, or something refused, in one of the two only
  int64_t ends_elsewhere = 0;
  int64_t newly_refused = 0;     // something recorded is refused that the base takes
  int64_t newly_taken = 0;       // and the other way round
  int64_t deadline_moves = 0;
  std::map<std::pair<std::string, std::string>, int64_t> ends;           // base end, edited end: where they differ
  std::map<std::pair<std::string, std::string>, int64_t> parts;          // base, edited of CaseDifference
  std::map<std::string, std::map<int64_t, int64_t>> moves;               // clock -> days -> cases
  std::map<std::string, DeskLoad> desks;                                 // where the load differs
  std::map<std::string, DeskLoad> units;
  std::vector<CaseDifference> differences;                               // in the order of the log
};

// Both were made with kWhatIf from the same cases in the same order; the recordings may have been bound by different
// mappings. Steps are compared by name.
WhatIf Compare(const Recording& recording, const Replay& base, const Replay& edited);
nlohmann::json ToJson(const WhatIf& report);
nlohmann::json ToJson(const CaseDifference& difference);

}  // namespace lianban::workflow
