#pragma once
// How much of what happened a script describes, and why not the rest.

#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/replay/replay.h"

namespace lianban::workflow {

struct Deviation {
  std::string activity;   // of the event that was refused; empty: a timer
  std::string reason;     // of the error catalogue
  std::string where;      // where the case stood
  std::string zh, en;     // of the first such case
  int64_t cases = 0;
  std::string example;    // a case
  int32_t event = 0;      // and its event, counted from 1
};

struct Conformance {
  int64_t cases = 0, events = 0, accepted = 0;
  std::map<std::string, int64_t> ends;  // of accepted cases: "finished paid", "running payment, send"
  std::vector<Deviation> deviations;    // most frequent first
};

// `replay` was made with kConform.
Conformance Conform(const Recording& recording, const Replay& replay);
nlohmann::json ToJson(const Conformance& conformance);

std::string EndText(const CaseReplay& one);  // "finished paid"

}  // namespace lianban::workflow
