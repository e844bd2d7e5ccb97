// A join works in rounds. In a round each branch counts once; when enough have come, the join passes its token on, and
// what still comes in that round is swallowed (discriminator, partial join). A second token of the same branch waits
// for the next round. A synchronising join has no rounds: it takes what is there once nothing more can come.
//
// Places in state.tokens: "<join>#<group>" tokens waiting, "<join>~<group>" the branch has counted in this round,
// "<join>!" the join has passed in this round.

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string Waiting(const Step& join, size_t group) { return fmt::format("{}#{}", join.name, group); }
std::string Counted(const Step& join, size_t group) { return fmt::format("{}~{}", join.name, group); }
std::string Passed(const Step& join) { return join.name + "!"; }

bool Has(const Run& run, const std::string& place) { return run.state.tokens.contains(place); }

void Take(Run& run, const std::string& place) {
  auto it = run.state.tokens.find(place);
  if (--it->second == 0) run.state.tokens.erase(it);
}

size_t Needed(const Step& join) {
  if (join.wait_for == "any") return 1;
  if (join.wait_for == "n") return static_cast<size_t>(join.n_of);
  return join.groups.size();
}

void EndRound(Run& run, const Step& join) {
  for (size_t group = 0; group < join.groups.size(); ++group) run.state.tokens.erase(Counted(join, group));
  run.state.tokens.erase(Passed(join));
}

void PassOn(Run& run, const Step& join) {
  AddFact(run, "JoinPassed", [&] { return json{{"step", join.name}}; });
  if (join.cancelling) {
    WithdrawSteps(run, join.region);
    ClearJoin(run, join);
  }
  LeaveBehind(run, join);
  SendBy(run, join, "next");
}

// A token at `step` could still come to `group`.
bool CanReach(const Run& run, const Step& join, size_t group, const std::string& step) {
  return join.reach[group][run.model.index.at(step)];
}

bool MarkedJoin(const Run& run, const Step& join) {
  for (size_t group = 0; group < join.groups.size(); ++group) {
    if (Has(run, Waiting(join, group))) return true;
  }
  return false;
}

// Whether something that is alive can still bring a token to an empty group of the join.
bool MoreCanCome(const Run& run, const Step& join, bool look_at_joins) {
  for (size_t group = 0; group < join.groups.size(); ++group) {
    if (Has(run, Waiting(join, group))) continue;
    for (const Activation& activation : run.state.activations) {
      if (!activation.passed && CanReach(run, join, group, activation.step)) return true;
    }
    for (const Step& other : run.model.steps) {
      if (HeldBackAt(run, other) > 0 && CanReach(run, join, group, other.name)) return true;
    }
    if (!look_at_joins) continue;
    for (const Step& other : run.model.steps) {
      if (other.kind != StepKind::kJoin || other.name == join.name || !HoldsTokens(run, other)) continue;
      if (CanReach(run, join, group, other.name)) return true;
    }
  }
  return false;
}

void PassSynchronising(Run& run, const Step& join) {
  for (size_t group = 0; group < join.groups.size(); ++group) {
    if (Has(run, Waiting(join, group))) Take(run, Waiting(join, group));
  }
  PassOn(run, join);
}

// Thread merge: as many tokens as there are threads become one.
void PassThreads(Run& run, const Step& join) {
  for (;;) {
    auto waiting = run.state.tokens.find(Waiting(join, 0));
    if (waiting == run.state.tokens.end() || waiting->second < join.threads) return;
    waiting->second -= join.threads;
    if (waiting->second == 0) run.state.tokens.erase(waiting);
    PassOn(run, join);
  }
}

}  // namespace

void PutInJoin(Run& run, const Step& join, std::string_view source) {
  ++run.state.tokens[Waiting(join, static_cast<size_t>(GroupOf(join, source)))];
}

void PassJoin(Run& run, const Step& join) {
  if (join.wait_for == "synchronising") return;  // decided when everything else has come to rest
  if (join.threads > 1) return PassThreads(run, join);
  for (;;) {
    size_t counted = 0;
    for (size_t group = 0; group < join.groups.size(); ++group) {
      if (!Has(run, Counted(join, group)) && Has(run, Waiting(join, group))) {
        Take(run, Waiting(join, group));
        run.state.tokens[Counted(join, group)] = 1;
      }
      counted += Has(run, Counted(join, group));
    }
    bool passes = counted >= Needed(join) && !Has(run, Passed(join));
    bool complete = counted == join.groups.size();
    if (passes) run.state.tokens[Passed(join)] = 1;
    if (complete) EndRound(run, join);
    if (passes) PassOn(run, join);
    if (!complete || !MarkedJoin(run, join)) return;
  }
}

bool PassOneSynchronisingJoin(Run& run) {
  if (run.state.tokens.empty()) return false;
  // First with everything that is alive; then, when joins only wait for each other, without looking at them.
  for (bool look_at_joins : {true, false}) {
    for (const Step& join : run.model.steps) {
      if (join.kind != StepKind::kJoin || join.wait_for != "synchronising" || !MarkedJoin(run, join)) continue;
      if (MoreCanCome(run, join, look_at_joins)) continue;
      PassSynchronising(run, join);
      return true;
    }
  }
  return false;
}

bool WaitsAtJoin(const Run& run) {
  for (const Step& join : run.model.steps) {
    if (join.kind != StepKind::kJoin) continue;
    if (HoldsTokens(run, join)) return true;
  }
  return false;
}

bool HoldsTokens(const Run& run, const Step& join) {
  if (MarkedJoin(run, join)) return true;
  for (size_t group = 0; group < join.groups.size(); ++group) {
    if (Has(run, Counted(join, group)) && !Has(run, Passed(join))) return true;
  }
  return false;
}

void ClearJoin(Run& run, const Step& join) {
  for (size_t group = 0; group < join.groups.size(); ++group) run.state.tokens.erase(Waiting(join, group));
  EndRound(run, join);
}

}  // namespace lianban::workflow
