#include "services/workflow/engine/runner.h"

#include <optional>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

// A script that keeps asking new questions is broken; no real one needs more than a handful of rounds.
constexpr int kRoundsMax = 100;

struct Progress {
  RuleMemo memo;
  std::optional<NeedsRules> needs;
  std::optional<RunResult> result;
};

void Advance(const RunItem& item, Progress& progress) {
  static const CaseState nothing;
  Outcome outcome = Interpret(*item.model, *item.environment, item.state ? *item.state : nothing, *item.command,
                              item.now, progress.memo, item.filed.get());
  if (auto* transition = std::get_if<Transition>(&outcome)) {
    progress.result = std::move(*transition);
  } else if (auto* refusal = std::get_if<Refusal>(&outcome)) {
    progress.result = std::move(*refusal);
  } else {
    progress.needs = std::move(std::get<NeedsRules>(outcome));
  }
}

}  // namespace

std::vector<RunResult> RunCommands(ScriptHost& host, std::span<const RunItem> items) {
  std::vector<Progress> all(items.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < items.size(); ++i) {
    Advance(items[i], all[i]);
    if (all[i].needs) open.push_back(i);
  }
  for (int round = 0; !open.empty() && round < kRoundsMax; ++round) {
    std::vector<RuleBatch> batches;
    for (size_t i : open) batches.push_back(std::move(all[i].needs->batch));
    std::vector<std::vector<RuleResult>> answers = host.Evaluate(batches);
    LIANBAN_CHECK(answers.size() == batches.size(), "{} answers to {} batches", answers.size(), batches.size());
    std::vector<size_t> still_open;
    for (size_t n = 0; n < open.size(); ++n) {
      Progress& progress = all[open[n]];
      std::vector<RuleCall>& calls = batches[n].calls;
      LIANBAN_CHECK(answers[n].size() == calls.size(), "{} answers to {} calls", answers[n].size(), calls.size());
      for (size_t k = 0; k < calls.size(); ++k) {
        progress.memo.Add(std::move(calls[k]), progress.needs->filed, std::move(answers[n][k]));
      }
      progress.needs.reset();
      Advance(items[open[n]], progress);
      if (progress.needs) still_open.push_back(open[n]);
    }
    open = std::move(still_open);
  }
  std::vector<RunResult> results;
  for (Progress& progress : all) {
    if (progress.result)
      results.push_back(*std::move(progress.result));
    else
      results.push_back(Refusal{Error("AUTOMATIC_LOOP", {{"steps", std::to_string(kRoundsMax)}})});
  }
  return results;
}

}  // namespace lianban::workflow
