#include "services/workflow/replay/told_group.h"

#include <algorithm>
#include <functional>

namespace lianban::workflow {

using nlohmann::json;

ToldGroup::ToldGroup(const Model& model, const Recording& recording, const ReplayOptions& options, const PastLedgers& past,
                     const std::vector<size_t>& cases, LedgerTouches& touches)
    : recording_(recording), past_(past), cases_(cases), touches_(touches) {
  runs_.reserve(cases.size());
  for (size_t i : cases) runs_.emplace_back(model, recording, recording.cases[i], options);
  for (size_t n = 0; n < runs_.size(); ++n) Wait(n);
}

void ToldGroup::Wait(size_t n) {
  if (!runs_[n].Next()) return;
  next_.emplace_back(runs_[n].now(), n);
  std::push_heap(next_.begin(), next_.end(), std::greater<>());
}

std::vector<size_t> ToldGroup::NextMoment(size_t most) {
  std::vector<size_t> together;
  if (next_.empty()) return together;
  const absl::Time now = next_.front().first;
  while (!next_.empty() && next_.front().first == now && together.size() < most) {
    together.push_back(next_.front().second);
    std::pop_heap(next_.begin(), next_.end(), std::greater<>());
    next_.pop_back();
  }
  return together;
}

void ToldGroup::Take(size_t n, RunResult&& result) {
  if (const auto* done = std::get_if<Transition>(&result)) Enter(recording_.cases[cases_[n]].id, runs_[n].now(), done->effects);
  runs_[n].Take(std::move(result));
  Wait(n);
}

void ToldGroup::Enter(const std::string& case_id, absl::Time time, const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    if (effect.kind != "ledger" || !effect.payload.is_object() || !past_.IsOwn(effect.payload.value("name", ""))) continue;
    for (LedgerEntry& made : EntriesOf(effect, time, past_.zone(), case_id)) {
      touches_.entered.insert(made.under);
      AddLine(entered_, std::move(made.under), {time, std::move(made.entry)});
    }
  }
}

json ToldGroup::Find(const LedgerKey& what, absl::Time now) {
  json entries = past_.Given(what);
  const std::vector<LedgerLine>& lines = past_.Lines(what);
  std::vector<const LedgerLine*> there;
  for (const LedgerLine& line : lines) there.push_back(&line);
  if (past_.IsOwn(what.ledger)) {
    touches_.asked.insert(what);
    if (const auto own = entered_.find(what); own != entered_.end()) {
      for (const LedgerLine& line : own->second) there.push_back(&line);
    }
  }
  const auto earlier = [](const LedgerLine* one, const LedgerLine* other) { return one->since < other->since; };
  std::inplace_merge(there.begin(), there.begin() + static_cast<std::ptrdiff_t>(lines.size()), there.end(), earlier);
  for (const LedgerLine* line : there) {
    if (line->since <= now) entries.push_back(line->entry);
  }
  return NewestEntries(std::move(entries));
}

}  // namespace lianban::workflow
