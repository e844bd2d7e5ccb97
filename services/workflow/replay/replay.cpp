#include "services/workflow/replay/replay.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "services/workflow/replay/case_run.h"
#include "services/workflow/replay/past_ledgers.h"
#include "services/workflow/scenario/world.h"

namespace lianban::workflow {
namespace {

// Cases that are told side by side: enough that a crossing to the script workers is shared by many rules, and few enough
// that the results of a round are no large block, whose return makes the allocator tidy up everything each time.
constexpr size_t kCasesTogether = 48;

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

class Teller {
 public:
  Teller(ScriptHost& host, const Recording& recording, const ReplayOptions& options, Replay& replay)
      : host_(host), recording_(recording), options_(options), replay_(replay),
        environment_(std::make_shared<const Environment>(WorldOf(*replay.model, recording.given))),
        ledgers_(*replay.model, *environment_, recording) {}

  void Tell(size_t from, size_t to) {
    std::vector<CaseRun> runs;
    runs.reserve(to - from);
    std::vector<size_t> open;
    for (size_t i = from; i < to; ++i) {
      runs.emplace_back(*replay_.model, recording_, recording_.cases[i], options_);
      open.push_back(i - from);
    }
    std::vector<RunItem> items;
    int64_t commands = 0;
    while (!open.empty()) {
      items.clear();
      std::erase_if(open, [&](size_t i) { return !runs[i].Next(); });
      for (size_t i : open) items.push_back(ItemOf(runs[i]));
      std::vector<RunResult> results = RunCommands(host_, items, &ledgers_);
      for (size_t n = 0; n < open.size(); ++n) runs[open[n]].Take(std::move(results[n]));
      commands += static_cast<int64_t>(items.size());
    }
    for (size_t i = from; i < to; ++i) {
      replay_.cases[i] = runs[i - from].Finish([this](const std::string& desk) { return numbers_(desk); });
    }
    commands_ += commands;
  }

  // All cases at once, moment by moment: what one has entered into a ledger, the others find from then on.
  void TellInOrderOfTime() {
    std::vector<CaseRun> runs;
    runs.reserve(recording_.cases.size());
    std::set<std::pair<absl::Time, size_t>> next;
    for (const PastCase& past : recording_.cases) {
      runs.emplace_back(*replay_.model, recording_, past, options_);
      if (runs.back().Next()) next.emplace(runs.back().now(), runs.size() - 1);
    }
    while (!next.empty()) {
      const absl::Time now = next.begin()->first;
      std::vector<size_t> together;
      std::vector<RunItem> items;
      while (!next.empty() && next.begin()->first == now && together.size() < kCasesTogether) {
        const size_t i = next.extract(next.begin()).value().second;
        together.push_back(i);
        items.push_back(ItemOf(runs[i]));
      }
      std::vector<RunResult> results = RunCommands(host_, items, &ledgers_);
      for (size_t n = 0; n < together.size(); ++n) {
        const size_t i = together[n];
        if (const auto* done = std::get_if<Transition>(&results[n])) ledgers_.Enter(recording_.cases[i].id, now, done->effects);
        runs[i].Take(std::move(results[n]));
        if (runs[i].Next()) next.emplace(runs[i].now(), i);
      }
      commands_ += static_cast<int64_t>(items.size());
    }
    for (size_t i = 0; i < runs.size(); ++i) {
      replay_.cases[i] = runs[i].Finish([this](const std::string& desk) { return numbers_(desk); });
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
  PastLedgers ledgers_;
  DeskNumbers numbers_;
  std::atomic<int64_t> commands_ = 0;
};

}  // namespace

Replay ReplayCases(ScriptHost& host, std::shared_ptr<const Model> model, const Recording& recording, const ReplayOptions& options) {
  Replay replay;
  replay.model = std::move(model);
  replay.cases.resize(recording.cases.size());
  Teller teller(host, recording, options, replay);
  if (!OwnLedgers(*replay.model).empty()) {
    teller.TellInOrderOfTime();
    teller.Close();
    return replay;
  }
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t from = next.fetch_add(kCasesTogether); from < recording.cases.size(); from = next.fetch_add(kCasesTogether)) {
      teller.Tell(from, std::min(from + kCasesTogether, recording.cases.size()));
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < options.threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  teller.Close();
  return replay;
}

}  // namespace lianban::workflow
