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

bool HasMerge(const Net& net) {
  return std::any_of(net.transitions.begin(), net.transitions.end(), [](const auto& t) { return !t.merge.empty(); });
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
  std::vector<bool> reset(net.places.size());
  for (int walk = node; nodes_[walk].parent >= 0; walk = nodes_[walk].parent) {
    for (int place : net.transitions[nodes_[walk].via].reset) reset[place] = true;
    const Marking& before = markings_[nodes_[walk].parent];
    int grown = -1;
    bool covers = true;
    for (size_t p = 0; p < now.size() && covers; ++p) {
      covers = now[p] >= before[p];
      if (now[p] > before[p] && !reset[p]) grown = static_cast<int>(p);
    }
    if (covers && grown >= 0) return grown;
  }
  return -1;
}

StateSpace::End StateSpace::Explore(const Net& net, int64_t markings_max) {
  // Repeating a run is only certain to be possible while more tokens never disable anything; a synchronising merge
  // breaks that, so with one growth ends at the bound instead.
  const bool monotone = !HasMerge(net);
  fired_.assign(net.transitions.size(), false);
  Insert(Marking(net.initial.begin(), net.initial.end()), -1, -1, false);
  for (int node = 0; node < static_cast<int>(nodes_.size()); ++node) {
    if (nodes_[node].final) continue;
    if (static_cast<int64_t>(nodes_.size()) > markings_max) return End::kTooLarge;
    for (int t = 0; t < static_cast<int>(net.transitions.size()); ++t) {
      const NetTransition& transition = net.transitions[t];
      if (!IsEnabled(transition, markings_[node])) continue;
      fired_[t] = true;
      bool overflow = false;
      Marking next = Fire(transition, markings_[node], &overflow);
      if (overflow) return End::kTooLarge;
      const int known = static_cast<int>(nodes_.size());
      const int to = Insert(std::move(next), node, t, transition.final);
      edges_.push_back({node, to, t});
      if (to < known || transition.final || !monotone) continue;
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
