#pragma once
// What rules have answered, and ledgers have shown, so far while one command is worked on.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/engine/ledger.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

struct Environment;
struct Model;

// Values of the parameters that a script may read, by area: cases that are worked on together have them in common.
class ParameterSets {
 public:
  // `make` gives what is not there yet.
  template <class Make>
  const SharedJson& Of(const Model& model, const Environment& environment, std::string_view area, Make make) {
    for (const Set& each : sets_) {
      if (each.model == &model && each.environment == &environment && each.area == area) return each.values;
    }
    return sets_.emplace_back(Set{&model, &environment, std::string(area), make()}).values;
  }

 private:
  struct Set {
    const Model* model;
    const Environment* environment;
    std::string area;
    SharedJson values;
  };
  std::vector<Set> sets_;
};

class RuleMemo {
 public:
  // What is known to be the same as `value`, or `value`: so that equal forms and cases are compared once, not call by call.
  SharedJson Known(const SharedJson& value) const;
  SharedObject Known(const SharedObject& value) const;

  // nullptr: not answered yet. `filed`: by the law of filing. The call's shared values are Known. Calls are looked up in the
  // order in which they were answered, nearly always: `hint` (any number) remembers where.
  const RuleResult* Find(const RuleCall& call, bool filed, size_t& hint) const;
  void Add(RuleCall&& call, bool filed, RuleResult&& result);
  void Expect(size_t answers) { entries_.reserve(entries_.size() + answers); }

  // nullptr: every case has its own.
  ParameterSets* parameters() const { return parameters_; }
  void Share(ParameterSets* parameters) { parameters_ = parameters; }

  // nullptr: not looked up yet.
  const nlohmann::json* FindLedger(const LedgerKey& what) const;
  void AddLedger(const LedgerKey& what, nlohmann::json entries);

 private:
  struct Entry {
    RuleCall call;
    bool filed;
    RuleResult result;
  };
  std::vector<SharedValue> known_;
  std::vector<Entry> entries_;
  std::map<LedgerKey, nlohmann::json> ledgers_;
  ParameterSets* parameters_ = nullptr;
};

}  // namespace lianban::workflow
