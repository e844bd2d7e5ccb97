#include "services/workflow/replay/replay.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <numeric>
#include <span>
#include <thread>

#include "services/workflow/replay/ledger_ties.h"
#include "services/workflow/scenario/world.h"

namespace lianban::workflow {
namespace {

// Cases that are told side by side: enough that a crossing to the script workers is shared by many rules, and few enough
// that the results of a round are no large block, whose return makes the allocator tidy up everything each time.
constexpr size_t kCasesTogether = 16;

// Names to numbers, shared by all threads; asked once per desk and case.
class DeskNumbers {
 public:
  int32_t operator()(const std::string& desk) {
    std::lock_guard lock(mutex_);
    return numbers_.try_emplace(desk, static_cast<int32_t>(numbers_.size())).first->second;
  }

  // Sorted names; `renumber` says what each number becomes, so that threads do not show in the result.
  std::vector<std::string> Sorted(std::vector<int32_t>& renumber) const {
    std::vector<std::string> names;
    renumber.resize(numbers_.size());
    for (const auto& [name, number] : numbers_) {
      renumber[static_cast<size_t>(number)] = static_cast<int32_t>(names.size());
      names.push_back(name);
    }
    return names;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int32_t> numbers_;
};

// The ledgers of the groups whose commands are worked on in one round.
class LedgersOfRound final : public LedgerSource {
 public:
  std::vector<ToldGroup*> asked_by;  // for each item of the round

  absl::StatusOr<std::vector<nlohmann::json>> LookUp(std::span<const LedgerLookup> lookups) override {
    std::vector<nlohmann::json> found;
    for (const LedgerLookup& lookup : lookups) found.push_back(asked_by[lookup.item]->Find(lookup.what, lookup.now));
    return found;
  }
};

class Teller {
 public:
  Teller(ScriptHost& host, const Recording& recording, const ReplayOptions& options, Replay& replay)
      : host_(host), recording_(recording), options_(options), replay_(replay),
        environment_(std::make_shared<const Environment>(WorldOf(*replay.model, recording.given))),
        past_(*replay.model, *environment_, recording), known_(static_cast<size_t>(std::max(1, options.threads))) {}

  // Side by side: the next moment of each group in every round.
  void Tell(std::vector<TiedCases>& groups, std::span<const size_t> which, size_t thread) {
    std::deque<ToldGroup> told;
    for (size_t i : which) told.emplace_back(*replay_.model, recording_, options_, past_, groups[i].cases, groups[i].touches);
    std::vector<ToldGroup*> open;
    for (ToldGroup& group : told) open.push_back(&group);
    while (!open.empty()) Round(open, known_[thread]);
    for (size_t n = 0; n < which.size(); ++n) {
      const std::vector<size_t>& cases = groups[which[n]].cases;
      for (size_t k = 0; k < cases.size(); ++k) {
        replay_.cases[cases[k]] = told[n].run(k).Finish([this](const std::string& desk) { return numbers_(desk); });
      }
    }
  }

  void Close() {
    replay_.commands = commands_;
    std::vector<int32_t> renumber;
    replay_.desks = numbers_.Sorted(renumber);
    for (CaseReplay& one : replay_.cases) {
      for (auto& [desk, tasks] : one.load) desk = renumber[static_cast<size_t>(desk)];
      std::sort(one.load.begin(), one.load.end());
    }
  }

 private:
  // Groups that have been told are taken out of `open`.
  void Round(std::vector<ToldGroup*>& open, CommonKnowledge& known) {
    std::vector<RunItem> items;
    std::vector<size_t> numbers;
    LedgersOfRound ledgers;
    std::erase_if(open, [&](ToldGroup* group) {
      const std::vector<size_t> together = group->NextMoment(kCasesTogether);
      for (size_t n : together) {
        items.push_back(ItemOf(group->run(n)));
        numbers.push_back(n);
        ledgers.asked_by.push_back(group);
      }
      return together.empty();
    });
    if (items.empty()) return;
    std::vector<RunResult> results = RunCommands(host_, items, &ledgers, &known);
    for (size_t i = 0; i < items.size(); ++i) ledgers.asked_by[i]->Take(numbers[i], std::move(results[i]));
    commands_ += static_cast<int64_t>(items.size());
  }

  // The explanations of what happens are only read in a story.
  RunItem ItemOf(const CaseRun& run) const {
    return {replay_.model, environment_, run.state(), &run.command(), run.now(), nullptr,
            options_.story ? Telling::kEverything : Telling::kCourse};
  }

  ScriptHost& host_;
  const Recording& recording_;
  const ReplayOptions& options_;
  Replay& replay_;
  std::shared_ptr<const Environment> environment_;
  PastLedgers past_;
  DeskNumbers numbers_;
  std::vector<CommonKnowledge> known_;  // one for each thread
  std::atomic<int64_t> commands_ = 0;
};

// Pieces of about kCasesTogether cases.
std::vector<std::span<const size_t>> Pieces(const std::vector<TiedCases>& groups, const std::vector<size_t>& which) {
  std::vector<std::span<const size_t>> pieces;
  size_t from = 0, cases = 0;
  for (size_t n = 0; n < which.size(); ++n) {
    cases += groups[which[n]].cases.size();
    if (cases < kCasesTogether && n + 1 < which.size()) continue;
    pieces.push_back(std::span(which).subspan(from, n + 1 - from));
    from = n + 1;
    cases = 0;
  }
  return pieces;
}

void TellAll(Teller& teller, std::vector<TiedCases>& groups, const std::vector<size_t>& which, int threads) {
  const auto pieces = Pieces(groups, which);
  std::atomic<size_t> next = 0;
  auto work = [&](size_t thread) {
    for (size_t i = next++; i < pieces.size(); i = next++) teller.Tell(groups, pieces[i], thread);
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work, static_cast<size_t>(i));
  work(0);
  for (std::thread& other : others) other.join();
}

}  // namespace

Replay ReplayCases(ScriptHost& host, std::shared_ptr<const Model> model, const Recording& recording, const ReplayOptions& options) {
  Replay replay;
  replay.model = std::move(model);
  replay.cases.resize(recording.cases.size());
  Teller teller(host, recording, options, replay);
  std::vector<TiedCases> groups(recording.cases.size());
  for (size_t i = 0; i < groups.size(); ++i) groups[i].cases = {i};
  std::vector<size_t> which(groups.size());
  std::iota(which.begin(), which.end(), size_t{0});
  while (!which.empty()) {
    TellAll(teller, groups, which, options.threads);
    which = JoinTied(groups);
  }
  teller.Close();
  return replay;
}

}  // namespace lianban::workflow
