#pragma once
// What the history says of a move, in two languages: which release, what moved, why.

#include "services/workflow/migration/move.h"

namespace lianban::workflow {

// CaseMigrated {from, to, migration, tasks, anew, closed, clocks, explanation}.
Fact MoveFact(const MoveItem& item, const Migration& migration, const Transition& transition);
// CaseMovedBack {from, to, migration, tasks, closed, explanation}.
Fact MoveBackFact(const Command& command, const Transition& transition);

}  // namespace lianban::workflow
