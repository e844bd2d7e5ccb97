#pragma once
// The one pure function behind production, scenarios, simulation, replay and migration preview (DESIGN 2.2).
//
// No clock, no randomness, no I/O. Rule functions live in Lua, ledgers in a table; the interpreter asks for values and entries
// and is called again with the answers:
//
//   RuleMemo memo;
//   for (;;) {
//     auto outcome = Interpret(model, environment, state, command, now, memo);
//     if (auto* need = std::get_if<NeedsRules>(&outcome)) { answer every call in need->batch, and need->ledgers, into memo; continue; }
//     …
//   }
//
// A caller with many cases collects their needs and crosses to the workers once (engine/runner.h does this).

#include <variant>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/workflow/engine/case_state.h"
#include "services/workflow/engine/command.h"
#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/fiber.h"
#include "services/workflow/engine/rule_memo.h"
#include "services/workflow/engine/transition.h"
#include "services/workflow/language/model.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

struct NeedsRules {
  RuleBatch batch;
  bool filed = false;  // asked by the law of filing
  std::vector<LedgerKey> ledgers;  // entries that a rule wants to see
};

// Refused: nothing changes. The status carries a reason of the error catalogue (TASK_NOT_OPEN, OUTCOME_UNKNOWN,
// FORM_INVALID with field violations, REASON_REQUIRED, CASE_FINISHED, NOT_YOUR_TASK, RULE_FAILED, AUTOMATIC_LOOP, …).
struct Refusal {
  absl::Status status;
};

using Outcome = std::variant<Transition, NeedsRules, Refusal>;

// How much of what happens is told.
enum class Telling {
  kEverything,
  // What the case becomes, and no more: no facts; no explanations, also of what is proposed; effects other than ledger entries and
  // new cases without what they carry. For whoever compares how cases run.
  kCourse,
};

// `state` is ignored for kStart. Equal arguments give equal results, byte for byte. `filed`: the release the case was filed
// under, where it has moved to another since; steps with law = "at_filing" decide by it.
Outcome Interpret(const Model& model, const Environment& environment, const CaseState& state, const Command& command,
                  absl::Time now, const RuleMemo& memo, const Model* filed = nullptr);

// The same, for whoever asks the rules: goes on where it had to stop for an answer, instead of beginning again. What it gives in
// the end is what Interpret gives with all the answers, byte for byte. All that it is made of outlives it. Of one thread.
class Interpretation {
 public:
  Interpretation(const Model& model, const Environment& environment, const CaseState& state, const Command& command,
                 absl::Time now, const RuleMemo& memo, const Model* filed = nullptr, Telling telling = Telling::kEverything);

  // NeedsRules: again, once `memo` has the answers. Anything else is the end. It may be moved away.
  Outcome& Advance();

 private:
  void Go();

  const Model& model_;
  const Environment& environment_;
  const CaseState& before_;
  const Command& command_;
  const absl::Time now_;
  const RuleMemo& memo_;
  const Model* filed_;
  const Telling telling_;
  Outcome outcome_;
  Fiber fiber_;
};

}  // namespace lianban::workflow
