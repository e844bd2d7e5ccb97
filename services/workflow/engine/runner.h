#pragma once
// Drives Interpret to its end for many cases at once: one crossing to the script workers per round, whatever the number
// of cases.

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "services/workflow/engine/interpreter.h"

namespace lianban::workflow {

struct RunItem {
  std::shared_ptr<const Model> model;
  std::shared_ptr<const Environment> environment;
  const CaseState* state = nullptr;  // nullptr for kStart
  const Command* command = nullptr;
  absl::Time now;
  std::shared_ptr<const Model> filed;  // see Interpret; nullptr: never moved
  Telling telling = Telling::kEverything;
};

using RunResult = std::variant<Transition, Refusal>;

// results[i] answers items[i]. The items are independent (different cases). What they look up in ledgers is asked of `ledgers`,
// all cases of a round at once; without it, of the ledgers of their environments. `known`: from the calls before, for whoever tells
// many cases; cases whose facts are told do not use its answers.
std::vector<RunResult> RunCommands(ScriptHost& host, std::span<const RunItem> items, LedgerSource* ledgers = nullptr,
                                   CommonKnowledge* known = nullptr);

}  // namespace lianban::workflow
