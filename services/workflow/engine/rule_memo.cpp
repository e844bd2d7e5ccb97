#include "services/workflow/engine/rule_memo.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

bool SameCall(const RuleCall& a, const RuleCall& b) {
  const auto same = [](const SharedJson& one, const SharedJson& other) { return one.stamp() == other.stamp(); };
  return a.function == b.function && std::equal(a.shared.begin(), a.shared.end(), b.shared.begin(), b.shared.end(), same) &&
         Identical(a.arguments, b.arguments);
}

}  // namespace

SharedJson RuleMemo::Known(const SharedJson& value) const {
  for (const SharedJson& each : known_) {
    if (each.stamp() == value.stamp()) return each;
  }
  for (const SharedJson& each : known_) {
    if (Identical(*each, *value)) return each;
  }
  return value;
}

const RuleResult* RuleMemo::Find(const RuleCall& call, bool filed, size_t& hint) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const size_t at = (hint + i) % entries_.size();
    const Entry& entry = entries_[at];
    if (entry.filed != filed || !SameCall(entry.call, call)) continue;
    hint = at + 1;
    return &entry.result;
  }
  return nullptr;
}

void RuleMemo::Add(RuleCall call, bool filed, RuleResult result) {
  for (SharedJson& value : call.shared) {
    const SharedJson known = Known(value);
    if (std::none_of(known_.begin(), known_.end(), [&](const SharedJson& each) { return each.stamp() == known.stamp(); })) {
      known_.push_back(known);
    }
    value = known;
  }
  entries_.push_back({std::move(call), filed, std::move(result)});
}

const nlohmann::json* RuleMemo::FindLedger(const LedgerKey& what) const {
  const auto found = ledgers_.find(what);
  return found == ledgers_.end() ? nullptr : &found->second;
}

void RuleMemo::AddLedger(const LedgerKey& what, nlohmann::json entries) {
  ledgers_.insert_or_assign(what, std::move(entries));
}

}  // namespace lianban::workflow
