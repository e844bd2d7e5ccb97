#include "services/workflow/engine/runner.h"

#include <numeric>
#include <optional>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

// A script that keeps asking new questions is broken; no real one needs more than a handful of rounds.
constexpr int kRoundsMax = 100;

struct Progress {
  RuleMemo memo;
  std::optional<Interpretation> interpretation;
  std::optional<NeedsRules> needs;
  std::optional<RunResult> result;
  nlohmann::json ledgers;  // what was looked up
};

void Advance(const RunItem& item, Progress& progress) {
  static const CaseState nothing;
  if (!progress.interpretation) {
    progress.interpretation.emplace(*item.model, *item.environment, item.state ? *item.state : nothing, *item.command, item.now,
                                    progress.memo, item.filed.get(), item.telling);
  }
  Outcome& outcome = progress.interpretation->Advance();
  if (auto* transition = std::get_if<Transition>(&outcome)) {
    transition->ledgers = std::move(progress.ledgers);
    progress.result = std::move(*transition);
  } else if (auto* refusal = std::get_if<Refusal>(&outcome)) {
    progress.result = std::move(*refusal);
  } else {
    progress.needs = std::move(std::get<NeedsRules>(outcome));
  }
}

class Runner {
 public:
  Runner(ScriptHost& host, std::span<const RunItem> items, LedgerSource* ledgers, ParameterSets& parameters, RuleAnswers* answers)
      : host_(host), items_(items), ledgers_(ledgers), answers_(answers), all_(items.size()) {
    for (Progress& progress : all_) progress.memo.Share(&parameters, answers);
  }

  std::vector<RunResult> Run() {
    std::vector<size_t> open(items_.size());
    std::iota(open.begin(), open.end(), size_t{0});
    for (int round = 0; !open.empty() && round <= kRoundsMax; ++round) {
      for (size_t i : open) Advance(items_[i], all_[i]);
      std::erase_if(open, [this](size_t i) { return all_[i].result.has_value(); });
      if (open.empty()) break;
      LookUp(open);
      Evaluate(open);
      std::erase_if(open, [this](size_t i) { return all_[i].result.has_value(); });
      for (size_t i : open) all_[i].needs.reset();
    }
    std::vector<RunResult> results;
    results.reserve(all_.size());
    for (Progress& progress : all_) {
      results.push_back(progress.result ? *std::move(progress.result)
                                        : Refusal{Error("AUTOMATIC_LOOP", {{"steps", std::to_string(kRoundsMax)}})});
    }
    return results;
  }

 private:
  void LookUp(const std::vector<size_t>& open) {
    std::vector<LedgerLookup> lookups;
    for (size_t i : open) {
      for (const LedgerKey& what : all_[i].needs->ledgers) lookups.push_back({what, items_[i].now, i});
    }
    if (lookups.empty()) return;
    auto found = ledgers_ != nullptr ? ledgers_->LookUp(lookups) : Given(lookups);
    if (!found.ok()) {
      for (const LedgerLookup& lookup : lookups) all_[lookup.item].result = Refusal{found.status()};
      return;
    }
    LIANBAN_CHECK(found->size() == lookups.size(), "{} answers to {} lookups", found->size(), lookups.size());
    for (size_t n = 0; n < lookups.size(); ++n) {
      Progress& progress = all_[lookups[n].item];
      const LedgerKey& what = lookups[n].what;
      if (items_[lookups[n].item].telling == Telling::kEverything) progress.ledgers[what.ledger][what.key] = (*found)[n];
      progress.memo.AddLedger(what, std::move((*found)[n]));
    }
  }

  absl::StatusOr<std::vector<nlohmann::json>> Given(const std::vector<LedgerLookup>& lookups) const {
    std::vector<nlohmann::json> found;
    for (const LedgerLookup& lookup : lookups) {
      const LedgerKey& what = lookup.what;
      found.push_back(NewestEntries(items_[lookup.item].environment->ledgers.Find(what.ledger, what.key)));
    }
    return found;
  }

  void Evaluate(const std::vector<size_t>& open) {
    std::vector<RuleBatch> batches;
    std::vector<size_t> asked_by;
    for (size_t i : open) {
      if (all_[i].needs->batch.calls.empty() || all_[i].result) continue;
      batches.push_back(std::move(all_[i].needs->batch));
      asked_by.push_back(i);
    }
    if (batches.empty()) return;
    std::vector<std::vector<RuleResult>> answers = host_.Evaluate(batches);
    LIANBAN_CHECK(answers.size() == batches.size(), "{} answers to {} batches", answers.size(), batches.size());
    for (size_t n = 0; n < asked_by.size(); ++n) {
      Progress& progress = all_[asked_by[n]];
      std::vector<RuleCall>& calls = batches[n].calls;
      LIANBAN_CHECK(answers[n].size() == calls.size(), "{} answers to {} calls", answers[n].size(), calls.size());
      progress.memo.Expect(calls.size());
      for (size_t k = 0; k < calls.size(); ++k) {
        if (answers_ != nullptr && calls[k].traced) Learn(batches[n], calls[k], answers[n][k]);
        progress.memo.Add(std::move(calls[k]), progress.needs->filed, std::move(answers[n][k]));
      }
    }
  }

  void Learn(const RuleBatch& batch, const RuleCall& call, const RuleResult& result) {
    const auto member = [&](int argument, const std::string& name) -> const SharedJson* {
      const auto at = static_cast<size_t>(argument);
      const auto* shown = at < call.shared.size() ? std::get_if<SharedObject>(&call.shared[at]) : nullptr;
      return shown != nullptr ? shown->Member(name) : nullptr;
    };
    const auto param = [&](const std::string& key) -> const nlohmann::json* {
      const auto found = batch.params.find(key);
      return found != batch.params.end() ? &*found : nullptr;
    };
    if (call.shared.size() > 2) return;  // a list, which is not seen to be read
    answers_->Add(batch.bundle, call.function, {member, param, call.arguments.empty() ? nullptr : &call.arguments[0]}, result);
  }

  ScriptHost& host_;
  std::span<const RunItem> items_;
  LedgerSource* ledgers_;
  RuleAnswers* answers_;  // nullptr: none are kept
  std::vector<Progress> all_;
};

}  // namespace

std::vector<RunResult> RunCommands(ScriptHost& host, std::span<const RunItem> items, LedgerSource* ledgers, CommonKnowledge* known) {
  ParameterSets of_this_call;
  if (known == nullptr) return Runner(host, items, ledgers, of_this_call, nullptr).Run();
  known->answers.MakeRoom();
  return Runner(host, items, ledgers, known->parameters, &known->answers).Run();
}

}  // namespace lianban::workflow
