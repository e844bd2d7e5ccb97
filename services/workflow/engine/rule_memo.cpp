#include "services/workflow/engine/rule_memo.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

bool Same(const SharedJson& a, const SharedJson& b) { return Identical(a, b); }
bool Same(const SharedObject& a, const SharedObject& b) { return Identical(a, b); }

template <class Values, class Value>
Value KnownAmong(const Values& known, const Value& value) {
  for (const SharedValue& each : known) {
    if (const auto* one = std::get_if<Value>(&each); one != nullptr && one->stamp() == value.stamp()) return *one;
  }
  for (const SharedValue& each : known) {
    if (const auto* one = std::get_if<Value>(&each); one != nullptr && Same(*one, value)) return *one;
  }
  return value;
}

}  // namespace

bool Asks(const RuleCall& call, const RuleQuestion& question) {
  const auto same = [](const SharedValue& value, uint64_t stamp) { return StampOf(value) == stamp; };
  return call.function == question.function && call.shared.size() == question.shared_count &&
         std::equal(call.shared.begin(), call.shared.end(), question.shared.begin(), same) &&
         (question.item == nullptr ? call.arguments.empty() : call.arguments.size() == 1 && Identical(call.arguments[0], *question.item));
}

RuleMemo::~RuleMemo() {
  for (Entry& entry : entries_) {
    Discard(entry.call.arguments);
    Discard(entry.result.value);
  }
  for (auto& [what, entries] : ledgers_) Discard(entries);
}

SharedJson RuleMemo::Known(const SharedJson& value, size_t place) const { return KnownAmong(known_[place], value); }

SharedObject RuleMemo::Known(const SharedObject& value, size_t place) const { return KnownAmong(known_[place], value); }

const RuleResult* RuleMemo::Find(const RuleQuestion& question, size_t& hint) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const size_t at = (hint + i) % entries_.size();
    const Entry& entry = entries_[at];
    if (entry.filed != question.filed || !Asks(entry.call, question)) continue;
    hint = at + 1;
    return &entry.result;
  }
  return nullptr;
}

void RuleMemo::Add(RuleCall&& call, bool filed, RuleResult&& result) {
  for (size_t place = 0; place < call.shared.size(); ++place) {
    SharedValue& value = call.shared[place];
    Values& known = known_[place];
    const auto is_known = [&] {
      return std::any_of(known.begin(), known.end(), [&](const SharedValue& each) { return StampOf(each) == StampOf(value); });
    };
    if (is_known()) continue;
    value = std::visit([&](const auto& each) { return SharedValue(Known(each, place)); }, value);
    if (!is_known()) known.push_back(value);
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
