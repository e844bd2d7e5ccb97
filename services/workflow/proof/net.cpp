#include "services/workflow/proof/net.h"

namespace lianban::workflow {
namespace {

bool MergeIsEnabled(const SynchronisingMerge& merge, const Marking& marking) {
  bool any = false;
  for (size_t g = 0; g < merge.groups.size(); ++g) {
    if (marking[merge.groups[g]] > 0) {
      any = true;
      continue;
    }
    for (int place : merge.upstream[g]) {
      if (marking[place] > 0) return false;
    }
  }
  return any;
}

}  // namespace

bool IsEnabled(const NetTransition& transition, const Marking& marking) {
  for (const Arc& arc : transition.consume) {
    if (marking[arc.place] < arc.weight) return false;
  }
  for (int place : transition.empty) {
    if (marking[place] > 0) return false;
  }
  for (const auto& merge : transition.merge) {
    if (!MergeIsEnabled(merge, marking)) return false;
  }
  return true;
}

std::vector<int> Movable(const Net& net, const Marking& marking) {
  std::vector<int> movable;
  Priority highest = Priority::kActor;
  for (int t = 0; t < static_cast<int>(net.transitions.size()); ++t) {
    const NetTransition& transition = net.transitions[t];
    if (transition.priority < highest || !IsEnabled(transition, marking)) continue;
    if (transition.priority > highest) movable.clear();
    highest = transition.priority;
    movable.push_back(t);
  }
  return movable;
}

bool IsRefused(const Net& net, const Marking& marking) { return net.refused >= 0 && marking[net.refused] > 0; }

bool IsAtEnd(const Net& net, const Marking& marking) {
  for (size_t p = 0; p < marking.size(); ++p) {
    if (marking[p] > 0 && !net.idle[p]) return false;
  }
  return true;
}

Marking Fire(const NetTransition& transition, const Marking& marking, bool* overflow) {
  Marking next = marking;
  for (const Arc& arc : transition.consume) next[arc.place] -= arc.weight;
  for (const auto& merge : transition.merge) {
    for (int place : merge.groups) {
      if (next[place] > 0) --next[place];
    }
  }
  for (int place : transition.reset) next[place] = 0;
  for (const auto& [from, to] : transition.transfer) {
    if (next[from] + next[to] > 255) {
      *overflow = true;
      return next;
    }
    next[to] += next[from];
    next[from] = 0;
  }
  for (const Arc& arc : transition.produce) {
    if (next[arc.place] + arc.weight > 255) {
      *overflow = true;
      return next;
    }
    next[arc.place] += arc.weight;
  }
  return next;
}

}  // namespace lianban::workflow
