#pragma once
// A running case moves from one release of its process to another: which of its positions exist there, what becomes of its
// tasks, which deadlines move. Pure: nothing is run but the counting of time. move.h makes a transition of it.
//
// Positions are matched by the name of the step. A time limit keeps the law of the day it began (从旧), unless the new
// script says law = "as_of_today" at the clock or step: then it is counted again from its beginning with the period of
// today, pauses and extensions included. An answer given before the move cannot be taken back after it.

#include <map>
#include <string>
#include <vector>

#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/transition.h"
#include "services/workflow/language/model.h"
#include "services/workflow/migration/obstacles.h"

namespace lianban::workflow {

// What is different for somebody who has work to do.
struct MigratedTask {
  int64_t no = 0;
  std::string step_before, step;
  std::string title_before, title;
  std::vector<std::string> outcomes_gone, outcomes_new;
};

struct MigratedClock {
  std::string name;
  std::string period_before, period;
  absl::Time due_before, due;
};

struct Migration {
  std::vector<MigrationObstacle> obstacles;  // empty: the case can move
  std::vector<AnewEntry> anew;               // positions that are left, and entered again by the interpreter
  std::vector<MigratedTask> tasks;           // only those that change
  std::vector<MigratedClock> clocks;         // only those that move
  CaseState next;                            // equal to the state before when there are obstacles
  std::vector<Fact> facts;                   // of the clocks

  bool possible() const { return obstacles.empty(); }
};

// `renamed`: old name of a step -> new one, where the author says so. Error: what counting a deadline may say (PARAM_UNSET).
absl::StatusOr<Migration> Migrate(const CaseState& state, const Model& from, const Model& to, const Environment& environment,
                                  absl::Time now, const std::map<std::string, std::string>& renamed = {});

}  // namespace lianban::workflow
