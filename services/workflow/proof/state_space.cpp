#include "services/workflow/proof/state_space.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

std::string_view Key(const Marking& marking) {
  return {reinterpret_cast<const char*>(marking.data()), marking.size()};
}

// Comparing against every ancestor would be quadratic in the depth; growth shows on a place that already holds several
// tokens, so the walk starts only there.
constexpr uint8_t kSuspicious = 4;

// Repeats a run that ended above where it began until `place` holds far more tokens than any arc or merge looks at. From
// there on every further round sees the same things enabled, so it can go on for ever. Without this check priorities and
// merges could make the repetition impossible.
bool CanBeRepeated(const Net& net, const std::vector<int>& run, Marking marking, int place) {
  while (marking[place] < 200) {
    const uint8_t before = marking[place];
    for (int t : run) {
      const auto movable = Movable(net, marking);
      if (std::find(movable.begin(), movable.end(), t) == movable.end()) return false;
      bool overflow = false;
      marking = Fire(net.transitions[t], marking, &overflow);
      if (overflow) return true;
    }
    if (marking[place] <= before) return false;
  }
  return true;
}

}  // namespace

int StateSpace::Insert(Marking marking, int parent, int via, bool final) {
  auto& index = final ? final_index_ : index_;
  if (const auto it = index.find(Key(marking)); it != index.end()) return it->second;
  const int node = static_cast<int>(nodes_.size());
  nodes_.push_back({parent, via, final});
  markings_.push_back(std::move(marking));
  index.emplace(Key(markings_.back()), node);
  return node;
}

int StateSpace::GrowingPlace(const Net& net, int node) const {
  const Marking& now = markings_[node];
  if (std::none_of(now.begin(), now.end(), [](uint8_t n) { return n >= kSuspicious; })) return -1;
  std::vector<int> run;  // backwards
  for (int walk = node; nodes_[walk].parent >= 0; walk = nodes_[walk].parent) {
    run.push_back(nodes_[walk].via);
    const Marking& before = markings_[nodes_[walk].parent];
    int grown = -1;
    bool covers = true;
    for (size_t p = 0; p < now.size() && covers; ++p) {
      covers = now[p] >= before[p];
      if (now[p] > before[p] && now[p] >= kSuspicious) grown = static_cast<int>(p);
    }
    if (covers && grown >= 0 && CanBeRepeated(net, {run.rbegin(), run.rend()}, now, grown)) return grown;
  }
  return -1;
}

void StateSpace::FindRefused(const Net& net) {
  const int count = static_cast<int>(nodes_.size());
  std::vector<std::vector<int>> back(count);
  std::vector<int> ways(count), todo;
  for (const Edge& edge : edges_) {
    if (net.transitions[edge.transition].priority == Priority::kActor) continue;  // at rest: it is somebody's turn
    back[edge.to].push_back(edge.from);
    ++ways[edge.from];
  }
  for (int node = 0; node < count; ++node) {
    if (IsRefused(net, markings_[node])) todo.push_back(node);
  }
  refused_.assign(count, false);
  while (!todo.empty()) {
    const int node = todo.back();
    todo.pop_back();
    if (refused_[node]) continue;
    refused_[node] = true;
    for (int from : back[node]) {
      if (--ways[from] == 0) todo.push_back(from);
    }
  }
  fired_.assign(net.transitions.size(), false);
  for (const Edge& edge : edges_) {
    if (!refused_[edge.to]) fired_[edge.transition] = true;
  }
}

StateSpace::End StateSpace::Explore(const Net& net, int64_t markings_max) {
  const End end = Visit(net, markings_max);
  FindRefused(net);
  return end;
}

StateSpace::End StateSpace::Visit(const Net& net, int64_t markings_max) {
  Insert(Marking(net.initial.begin(), net.initial.end()), -1, -1, false);
  for (int node = 0; node < static_cast<int>(nodes_.size()); ++node) {
    if (nodes_[node].final || IsRefused(net, markings_[node])) continue;
    if (static_cast<int64_t>(nodes_.size()) > markings_max) return End::kTooLarge;
    for (int t : Movable(net, markings_[node])) {
      const NetTransition& transition = net.transitions[t];
      bool overflow = false;
      Marking next = Fire(transition, markings_[node], &overflow);
      if (overflow) return End::kTooLarge;
      const int known = static_cast<int>(nodes_.size());
      const int to = Insert(std::move(next), node, t, transition.final);
      edges_.push_back({node, to, t});
      if (to < known || transition.final) continue;
      if (const int place = GrowingPlace(net, to); place >= 0) {
        growing_node_ = to;
        growing_place_ = place;
        return End::kUnbounded;
      }
    }
  }
  return End::kComplete;
}

std::vector<int> StateSpace::TraceTo(int node) const {
  std::vector<int> trace;
  for (; nodes_[node].parent >= 0; node = nodes_[node].parent) trace.push_back(nodes_[node].via);
  std::reverse(trace.begin(), trace.end());
  return trace;
}

}  // namespace lianban::workflow
