#pragma once
// What a command did: the new state and everything that has to be written beside it, in one transaction.

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/engine/case_state.h"

namespace lianban::workflow {

// A fact of the history, as read by people and by replay: {"type":"TaskOpened", …}. Types are past tense and listed in
// engine/README.md. Automatic decisions carry "explanation": {zh, en, rule, inputs, basis}.
using Fact = nlohmann::json;

struct Effect {
  int64_t no = 0;             // unique within the case: (case, no) is the idempotency key
  std::string kind;           // notice | message | connector | ledger | start_case | tell_parent | tell_child
  nlohmann::json payload;
};

// A token went from one step to the next; positions in Model::steps, `from` is -1 where a case begins or is sent back. `way` is
// the position in WaysOf (language/ways.h) of the step that it left; -1 where the law at filing led elsewhere.
struct Move {
  int from = -1;
  int to = -1;
  int way = -1;
};

struct Transition {
  CaseState next;
  std::vector<Fact> facts;
  std::vector<TaskState> opened;       // also tasks whose row changed (claimed, transferred, due moved)
  std::vector<int64_t> closed;         // task numbers that are gone
  std::vector<TimerState> timers_set;  // new or moved
  std::vector<int64_t> timers_cleared;
  std::vector<Effect> effects;
  std::vector<Move> moves;             // for coverage and for pictures
  nlohmann::json ledgers;              // what was looked up: ledger -> key -> entries; null: nothing
  bool form_changed = false;
  bool materials_changed = false;
};

}  // namespace lianban::workflow
