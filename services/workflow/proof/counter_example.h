#pragma once
// What is wrong with a process, for those who draw it.

#include <optional>
#include <string>
#include <vector>

#include "services/workflow/proof/net.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {

// The first fault; if it is something that never happens, `dead` names all steps of which no way ever does.
struct CounterExample {
  SoundnessFinding finding;
  std::vector<std::string> dead;
};
// Nothing when nothing wrong was found.
std::optional<CounterExample> CounterExampleOf(const Net& net, const SoundnessResult& result);

}  // namespace lianban::workflow
