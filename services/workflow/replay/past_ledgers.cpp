#include "services/workflow/replay/past_ledgers.h"

#include <algorithm>

namespace lianban::workflow {

void AddLine(LedgerLines& lines, LedgerKey under, LedgerLine line) {
  std::vector<LedgerLine>& list = lines[std::move(under)];
  const auto later = std::upper_bound(list.begin(), list.end(), line.since,
                                      [](absl::Time time, const LedgerLine& each) { return time < each.since; });
  list.insert(later, std::move(line));
}

PastLedgers::PastLedgers(const Model& model, const Environment& environment, const Recording& recording) : environment_(environment) {
  for (const Step& step : model.steps) {
    if (step.effect == "ledger" && model.reads.contains(step.notice)) own_.insert(step.notice);
  }
  std::set<std::string> retold;
  for (const PastCase& past : recording.cases) retold.insert(past.id);
  for (const PastEntry& found : recording.entries) {
    const auto by = found.entry.find("case");
    const bool again = by != found.entry.end() && by->is_string() && retold.contains(by->get<std::string>());
    if (!again) AddLine(lines_, found.under, {found.since, found.entry});
  }
}

const std::vector<LedgerLine>& PastLedgers::Lines(const LedgerKey& what) const {
  static const std::vector<LedgerLine> none;
  const auto found = lines_.find(what);
  return found == lines_.end() ? none : found->second;
}

}  // namespace lianban::workflow
