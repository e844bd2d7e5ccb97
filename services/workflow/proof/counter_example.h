#pragma once
// What is wrong with a process, for those who draw it.

#include <optional>

#include "services/workflow/language/model.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {

// Nothing when the process is sound, or beyond the bound with nothing wrong in what was visited. Otherwise the first fault; if it is
// something that never happens, `dead` names all steps of which no way ever does.
struct CounterExample {
  SoundnessFinding finding;
  std::vector<std::string> dead;
};
std::optional<CounterExample> FindCounterExample(const Model& model, const SoundnessOptions& options = {});

}  // namespace lianban::workflow
