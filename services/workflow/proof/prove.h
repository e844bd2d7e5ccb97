#pragma once
// The proof in the words of the script: file, line, what goes wrong, and the story that leads there.
//
// Codes: SOUND_STUCK (nobody can go on), SOUND_ENDLESS (goes round and cannot end), SOUND_IMPROPER_END (ends while something
// is open that the finish does not withdraw by name), SOUND_DEAD (can never happen), SOUND_UNBOUNDED (piles up),
// SOUND_BEYOND_BOUND (a warning: too large to be visited completely; nothing wrong was found in what was), TIMEOUT_REFUSED (a warning:
// what should come when time runs out happens once, and has happened).

#include <optional>
#include <vector>

#include "services/workflow/language/model.h"
#include "services/workflow/proof/counter_example.h"

namespace lianban::workflow {

struct Proof {
  SoundnessResult::Verdict verdict = SoundnessResult::Verdict::kBeyondBound;
  int64_t markings = 0;
  std::vector<ScriptDiagnostic> findings;
  std::optional<CounterExample> counter_example;  // what the first of the findings tells, unless it is a warning
};

Proof Prove(const Model& model, const SoundnessOptions& options = {});

}  // namespace lianban::workflow
