#pragma once
// Moves cases to another release, and back: what is written when a migration is carried out. Preview asks for the same
// and writes nothing.
//
// A command "migrate" carries everything a repetition needs: args = {from, to: releases, renamed: {old: new}, migration,
// asked_by, approved_by}, reason. Its fact CaseMigrated holds the way back, unless the move has sent something out: "back" =
// {patch: JSON patch (RFC 6902) of the state, timers: as they were}. The command "move_back" hands it in again: args =
// {from, to, back, revision: right after the move, lights: [{clock, kind}] that went off since}.

#include <memory>
#include <span>
#include <vector>

#include "services/workflow/engine/runner.h"
#include "services/workflow/migration/migrate.h"
#include "services/workflow/migration/positions.h"

namespace lianban::workflow {

struct MoveItem {
  std::shared_ptr<const Model> from, to;
  std::shared_ptr<const Environment> environment;
  const CaseState* state = nullptr;
  const Command* command = nullptr;  // kMigrate, by the system
  absl::Time now;
};

struct Moved {
  Migration migration;
  RunResult result;  // a refusal carries the first obstacle
};

// moved[i] answers items[i]; the items are of different cases. One crossing to the script workers per round for all that
// enter steps anew. Refusals: MIGRATION_…, and whatever an entered step refuses.
std::vector<Moved> MoveCases(ScriptHost& host, PositionBook& positions, std::span<const MoveItem> items,
                             LedgerSource* ledgers = nullptr);

// The case as it was before it moved, if nobody has worked on it since; a light that changed is nobody's work. Refusals: MIGRATION_WORKED_ON, SYSTEM_REQUIRED,
// REQUEST_INVALID.
RunResult MoveBack(const CaseState& state, const Command& command, absl::Time now);

}  // namespace lianban::workflow
