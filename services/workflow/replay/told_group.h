#pragma once
// Cases that are told together in the order of time: what one of them enters into a ledger, the others find from then on. Mostly
// a group is a single case.

#include <set>
#include <vector>

#include "services/workflow/replay/case_run.h"
#include "services/workflow/replay/past_ledgers.h"

namespace lianban::workflow {

// Of the script's own ledgers: who has entered what another group has asked for has to be told together with it.
struct LedgerTouches {
  std::set<LedgerKey> asked, entered;
};

class ToldGroup {
 public:
  // What is given outlives this. `cases` are positions in the recording; `touches` is added to.
  ToldGroup(const Model& model, const Recording& recording, const ReplayOptions& options, const PastLedgers& past,
            const std::vector<size_t>& cases, LedgerTouches& touches);

  // Those that have a command at the earliest moment, at most `most` of them, to be passed to run() and Take(); none: all have
  // been told.
  std::vector<size_t> NextMoment(size_t most);
  CaseRun& run(size_t n) { return runs_[n]; }
  void Take(size_t n, RunResult&& result);
  nlohmann::json Find(const LedgerKey& what, absl::Time now);

 private:
  using Moment = std::pair<absl::Time, size_t>;

  void Wait(size_t n);
  void Enter(const std::string& case_id, absl::Time time, const std::vector<Effect>& effects);

  const Recording& recording_;
  const PastLedgers& past_;
  const std::vector<size_t>& cases_;
  LedgerTouches& touches_;
  std::vector<CaseRun> runs_;
  std::vector<Moment> next_;  // a heap, the earliest first
  LedgerLines entered_;
};

}  // namespace lianban::workflow
