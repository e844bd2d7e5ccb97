#include "services/workflow/replay/past_ledgers.h"

#include <algorithm>

namespace lianban::workflow {

using nlohmann::json;

std::set<std::string> OwnLedgers(const Model& model) {
  std::set<std::string> own;
  for (const Step& step : model.steps) {
    if (step.effect == "ledger" && model.reads.contains(step.notice)) own.insert(step.notice);
  }
  return own;
}

PastLedgers::PastLedgers(const Model& model, const Environment& environment, const Recording& recording)
    : environment_(environment), own_(OwnLedgers(model)) {
  std::set<std::string> retold;
  for (const PastCase& past : recording.cases) retold.insert(past.id);
  for (const PastEntry& found : recording.entries) {
    const auto by = found.entry.find("case");
    const bool again = by != found.entry.end() && by->is_string() && retold.contains(by->get<std::string>());
    if (!again) Add(found.under, found.since, found.entry);
  }
}

void PastLedgers::Add(LedgerKey under, absl::Time since, json entry) {
  std::vector<Line>& lines = lines_[std::move(under)];
  const auto later = std::upper_bound(lines.begin(), lines.end(), since, [](absl::Time t, const Line& line) { return t < line.since; });
  lines.insert(later, {since, std::move(entry)});
}

void PastLedgers::Enter(const std::string& case_id, absl::Time time, const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    for (LedgerEntry& entered : EntriesOf(effect, time, environment_.zone, case_id)) {
      if (own_.contains(entered.under.ledger)) Add(std::move(entered.under), time, std::move(entered.entry));
    }
  }
}

absl::StatusOr<std::vector<json>> PastLedgers::LookUp(std::span<const LedgerLookup> lookups) {
  std::vector<json> found;
  for (const LedgerLookup& lookup : lookups) {
    json entries = environment_.ledgers.Find(lookup.what.ledger, lookup.what.key);
    if (const auto lines = lines_.find(lookup.what); lines != lines_.end()) {
      for (const Line& line : lines->second) {
        if (line.since <= lookup.now) entries.push_back(line.entry);
      }
    }
    found.push_back(NewestEntries(entries));
  }
  return found;
}

}  // namespace lianban::workflow
