#pragma once
// A token that goes another way than the script's: back (退回), or anywhere (跳转). What runs beside it in parallel is
// withdrawn with it whenever the target lies outside of the branches; a branch it does not belong to is closed to it,
// because the join would wait for the others of that round.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Refusals: BRANCH_REFUSED when `to` lies inside parallel branches that `from` (-1: outside of all) is not in; RETURN_PASSED when
// the join of the branch that `from` is in has gone on without it.
absl::Status CheckWay(const Run& run, int from, int to);

// What goes away when a token at `from` goes to `to`: the activations at the steps of every join region that is left; on the way
// back everything behind a fork that no join gathers, late branches before a join that has passed, and instances not waited for.
// Ends the activation `no` itself and these; no token moves on.
void WithdrawForWay(Run& run, int64_t no, int from, int to);

// Children that run under steps which are about to go away need a word: args.children = "end" (结束子事项) or "keep"
// (each goes on by itself). `steps` by name; empty means all. Refusals: CHILDREN_OPEN, REQUEST_INVALID.
absl::Status LeaveChildren(Run& run, const std::vector<std::string>& steps);
// The steps that go away on the way, `from` itself, and the calls that will be made anew.
std::vector<std::string> StepsLeft(const Run& run, int from, int to);

}  // namespace lianban::workflow
