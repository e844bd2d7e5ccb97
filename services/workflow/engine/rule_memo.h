#pragma once
// What rules have answered, and ledgers have shown, so far while one command is worked on.

#include <map>
#include <vector>

#include "services/workflow/engine/ledger.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

class RuleMemo {
 public:
  // What is known to be the same as `value`, or `value`: so that equal forms and cases are compared once, not call by call.
  SharedJson Known(const SharedJson& value) const;

  // nullptr: not answered yet. `filed`: by the law of filing. The call's shared values are Known. Calls are looked up in the
  // order in which they were answered, nearly always: `hint` (any number) remembers where.
  const RuleResult* Find(const RuleCall& call, bool filed, size_t& hint) const;
  void Add(RuleCall call, bool filed, RuleResult result);

  // nullptr: not looked up yet.
  const nlohmann::json* FindLedger(const LedgerKey& what) const;
  void AddLedger(const LedgerKey& what, nlohmann::json entries);

 private:
  struct Entry {
    RuleCall call;
    bool filed;
    RuleResult result;
  };
  std::vector<SharedJson> known_;
  std::vector<Entry> entries_;
  std::map<LedgerKey, nlohmann::json> ledgers_;
};

}  // namespace lianban::workflow
