#include <algorithm>
#include <atomic>
#include <thread>

#include "services/lib/errors/error.h"
#include "services/workflow/scenario/coverage.h"
#include "services/workflow/scenario/player.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {

absl::StatusOr<ScenarioReport> RunScenarios(ScriptHost& host, std::shared_ptr<const Model> model,
                                            std::vector<ScriptDiagnostic>* diagnostics, int threads) {
  LIANBAN_ASSIGN_OR_RETURN(std::vector<Scenario> scenarios, LoadScenarios(host, *model->bundle, diagnostics));
  const size_t own = scenarios.size();
  for (Scenario& scenario : LoadInheritedScenarios(host, *model->bundle)) scenarios.push_back(std::move(scenario));
  ScenarioReport report;
  report.results.resize(scenarios.size());
  std::vector<Touched> touched(scenarios.size());
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i = next++; i < scenarios.size(); i = next++) {
      Player player(host, model, scenarios[i]);
      report.results[i] = player.Play();
      touched[i] = player.touched();
    }
  };
  std::vector<std::thread> others;
  size_t wanted = std::min(static_cast<size_t>(std::max(threads, 1)), scenarios.size());
  for (size_t i = 1; i < wanted; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  Touched all;
  for (const Touched& one : touched) all.Add(one);
  report.coverage = CoverageOf(*model, all);
  const auto inherited = report.results.begin() + static_cast<std::ptrdiff_t>(own);
  report.inherited.assign(std::make_move_iterator(inherited), std::make_move_iterator(report.results.end()));
  report.results.resize(own);
  for (const ScenarioResult& result : report.results) ++(result.passed ? report.passed : report.failed);
  return report;
}

}  // namespace lianban::workflow
