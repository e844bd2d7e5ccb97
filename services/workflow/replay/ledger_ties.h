#pragma once
// Which cases cannot be told one by one, because one may find in a ledger what another has entered.

#include <vector>

#include "services/workflow/replay/told_group.h"

namespace lianban::workflow {

struct TiedCases {
  std::vector<size_t> cases;  // positions in the recording, in order; empty: they have joined another group
  LedgerTouches touches;      // of every telling so far
};

// Joins the groups of which one has entered what another has asked for, and gives the positions of those that have grown. They are
// to be told again, which may tie them to others. When none is left, every case has found what it would have found if all had been
// told together.
std::vector<size_t> JoinTied(std::vector<TiedCases>& groups);

}  // namespace lianban::workflow
