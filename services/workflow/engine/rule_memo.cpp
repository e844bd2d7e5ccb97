#include "services/workflow/engine/rule_memo.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

bool SameCall(const RuleCall& a, const RuleCall& b) {
  const auto same = [](const SharedValue& one, const SharedValue& other) { return StampOf(one) == StampOf(other); };
  return a.function == b.function && std::equal(a.shared.begin(), a.shared.end(), b.shared.begin(), b.shared.end(), same) &&
         Identical(a.arguments, b.arguments);
}

bool Same(const SharedJson& a, const SharedJson& b) { return Identical(*a, *b); }
bool Same(const SharedObject& a, const SharedObject& b) { return Identical(a, b); }

template <class Value>
Value KnownAmong(const std::vector<SharedValue>& known, const Value& value) {
  for (const SharedValue& each : known) {
    if (const auto* one = std::get_if<Value>(&each); one != nullptr && one->stamp() == value.stamp()) return *one;
  }
  for (const SharedValue& each : known) {
    if (const auto* one = std::get_if<Value>(&each); one != nullptr && Same(*one, value)) return *one;
  }
  return value;
}

}  // namespace

SharedJson RuleMemo::Known(const SharedJson& value) const { return KnownAmong(known_, value); }

SharedObject RuleMemo::Known(const SharedObject& value) const { return KnownAmong(known_, value); }

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

void RuleMemo::Add(RuleCall&& call, bool filed, RuleResult&& result) {
  for (SharedValue& value : call.shared) {
    const auto is_known = [&] {
      return std::any_of(known_.begin(), known_.end(), [&](const SharedValue& each) { return StampOf(each) == StampOf(value); });
    };
    if (is_known()) continue;
    value = std::visit([this](const auto& each) { return SharedValue(Known(each)); }, value);
    if (!is_known()) known_.push_back(value);
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
