#include "services/workflow/proof/counter_example.h"

#include <set>

namespace lianban::workflow {

std::optional<CounterExample> CounterExampleOf(const Net& net, const SoundnessResult& result) {
  if (result.findings.empty()) return std::nullopt;
  CounterExample example{result.findings.front(), {}};
  if (example.finding.fault != SoundnessFault::kDeadTransition) return example;
  std::set<std::pair<std::string, std::string>> never;
  for (const SoundnessFinding& finding : result.findings) {
    if (finding.fault == SoundnessFault::kDeadTransition) never.emplace(finding.step, finding.outcome);
  }
  std::set<std::string> dead;
  for (const auto& [step, outcome] : never) dead.insert(step);
  for (const NetTransition& transition : net.transitions) {
    if (!never.contains({transition.step, transition.outcome})) dead.erase(transition.step);
  }
  example.dead.assign(dead.begin(), dead.end());
  return example;
}

}  // namespace lianban::workflow
