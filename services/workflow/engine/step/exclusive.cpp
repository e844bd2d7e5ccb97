// Parts of a process that are never in hand together (critical section, interleaved routing). A part is in hand from the
// moment somebody claims or answers a task of it, or another kind of step of it is entered, until nothing is in it any
// more; a claim that is given back frees it again. Open tasks of the other parts stay in the inbox, to be taken next.

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

const std::string& NameOf(const ExclusiveSet& set) { return set.front().front(); }
std::string HeldBack(const std::string& step) { return step + "@"; }

bool HasInside(const Run& run, const std::vector<std::string>& member) {
  return std::any_of(member.begin(), member.end(), [&](const std::string& name) {
    const Step& step = *run.model.Find(name);
    if (step.kind == StepKind::kJoin) return HoldsTokens(run, step);
    return run.state.tokens.contains(HeldBack(name)) ||
           std::any_of(run.state.activations.begin(), run.state.activations.end(),
                       [&](const Activation& activation) { return activation.step == name; });
  });
}

bool IsClaimed(Run& run, int64_t task) {
  const TaskPlace place = FindTask(run, task);
  return place.task && !place.task->assignee.empty();
}

// The part that has the set now, when it is not the one of `step`; nullptr when the step may go on.
const std::string* HeldByOther(const Run& run, const Step& step) {
  for (const auto& [set, member] : step.exclusive) {
    const ExclusiveSet& members = run.model.exclusive[set];
    auto held = run.state.held.find(NameOf(members));
    if (held != run.state.held.end() && held->second.member != members[member].front()) return &held->second.member;
  }
  return nullptr;
}

// `claim` is the task by whose claim it is taken; 0: something has been done.
void TakeInHand(Run& run, const Step& step, int64_t claim) {
  for (const auto& [set, member] : step.exclusive) {
    const ExclusiveSet& members = run.model.exclusive[set];
    auto [held, is_new] = run.state.held.try_emplace(NameOf(members));
    held->second.member = members[member].front();
    if (claim == 0)
      held->second.claims.clear();
    else if (is_new || !held->second.claims.empty())
      held->second.claims.push_back(claim);
  }
}

void FreeWhatIsDone(Run& run) {
  for (const ExclusiveSet& set : run.model.exclusive) {
    auto held = run.state.held.find(NameOf(set));
    if (held == run.state.held.end()) continue;
    std::vector<int64_t>& claims = held->second.claims;
    const bool by_claim = !claims.empty();
    std::erase_if(claims, [&](int64_t task) { return !IsClaimed(run, task); });
    auto member = std::find_if(set.begin(), set.end(),
                               [&](const auto& steps) { return steps.front() == held->second.member; });
    const bool over = by_claim ? claims.empty() : member == set.end() || !HasInside(run, *member);
    if (over) run.state.held.erase(held);
  }
}

}  // namespace

absl::Status MayBegin(const Run& run, const Step& step) {
  LIANBAN_RETURN_IF_ERROR(CheckMilestone(run, step));
  const std::string* other = HeldByOther(run, step);
  if (!other) return absl::OkStatus();
  return Error("EXCLUSIVE_BUSY", {{"step", step.title}, {"other", run.model.Find(*other) ? run.model.Find(*other)->title : *other}});
}

void Begin(Run& run, const Step& step, int64_t claim) {
  if (!step.exclusive.empty()) TakeInHand(run, step, claim);
}

bool EntersOrWaits(Run& run, const Step& step) {
  if (step.exclusive.empty() || step.kind == StepKind::kTask || step.kind == StepKind::kJoin) return true;
  if (const std::string* other = HeldByOther(run, step)) {
    ++run.state.tokens[HeldBack(step.name)];
    AddFact(run, "StepHeldBack", {{"step", step.name}, {"behind", *other}});
    return false;
  }
  TakeInHand(run, step, 0);
  return true;
}

bool LetIn(Run& run) {
  if (run.model.exclusive.empty()) return false;
  FreeWhatIsDone(run);
  for (size_t index = 0; index < run.model.steps.size(); ++index) {
    const Step& step = run.model.steps[index];
    auto waiting = run.state.tokens.find(HeldBack(step.name));
    if (waiting == run.state.tokens.end() || HeldByOther(run, step)) continue;
    if (--waiting->second == 0) run.state.tokens.erase(waiting);
    run.arrivals.push_back(static_cast<int>(index));
    return true;
  }
  return false;
}

int64_t HeldBackAt(const Run& run, const Step& step) {
  auto waiting = run.state.tokens.find(HeldBack(step.name));
  return waiting == run.state.tokens.end() ? 0 : waiting->second;
}

void ForgetHeldBack(Run& run, const Step& step) { run.state.tokens.erase(HeldBack(step.name)); }

}  // namespace lianban::workflow
