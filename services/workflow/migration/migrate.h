#pragma once
// A running case moves from one release of its process to another: which of its positions exist there, what becomes of its
// tasks, which deadlines move. Pure: nothing is run but the counting of time. Preview and the real thing are this function.
//
// Positions are matched by the name of the step. A time limit keeps the law of the day it began (从旧), unless the new
// script says law = "as_of_today" at the clock or step: then it is counted again from its beginning with the period of
// today, pauses and extensions included.

#include <map>
#include <string>
#include <vector>

#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/transition.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// Why a case cannot move. Stable codes: STEP_GONE, KIND_CHANGED, INSTANCES_CHANGED, JOIN_CHANGED, OTHER_PROCESS, CASE_OVER.
struct MigrationObstacle {
  std::string code;
  std::string place;  // step, or place of a join
  std::string zh, en;
};

// What is different for somebody who has work to do.
struct MigratedTask {
  int64_t no = 0;
  std::string step;
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
  std::vector<MigratedTask> tasks;           // only those that change
  std::vector<MigratedClock> clocks;         // only those that move
  CaseState next;                            // equal to the state before when there are obstacles
  std::vector<TaskState> changed;            // tasks whose row is different
  std::vector<TimerState> timers_set;        // new or moved
  std::vector<int64_t> timers_cleared;

  bool possible() const { return obstacles.empty(); }
};

// `renamed`: old name of a step -> new one, where the author says so. Error: what counting a deadline may say (PARAM_UNSET).
absl::StatusOr<Migration> Migrate(const CaseState& state, const Model& from, const Model& to, const Environment& environment,
                                  absl::Time now, const std::map<std::string, std::string>& renamed = {});

}  // namespace lianban::workflow
