#pragma once
// What rules have answered so far while one command is worked on.

#include <vector>

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

 private:
  struct Entry {
    RuleCall call;
    bool filed;
    RuleResult result;
  };
  std::vector<SharedJson> known_;
  std::vector<Entry> entries_;
};

}  // namespace lianban::workflow
