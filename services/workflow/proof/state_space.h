#pragma once
// Every marking a net can reach, breadth first, so that the first way found to a marking is a shortest one.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/workflow/proof/net.h"

namespace lianban::workflow {

class StateSpace {
 public:
  struct Node {
    int parent = -1;       // -1: the initial marking
    int via = -1;          // transition taken from the parent
    bool final = false;    // the case has ended here
  };
  struct Edge {
    int from = 0, to = 0, transition = 0;
  };

  enum class End { kComplete, kTooLarge, kUnbounded };

  // Explores until done, until `markings_max` nodes, or until growth without limit is certain.
  End Explore(const Net& net, int64_t markings_max);

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Edge>& edges() const { return edges_; }
  const Marking& marking(int node) const { return markings_[node]; }
  // The engine says no: every way on from here, without anybody acting, ends in a refusal. Nothing of the command is kept.
  bool refused(int node) const { return refused_[node]; }
  const std::vector<bool>& fired() const { return fired_; }   // by transition, refusals left out
  int growing_node() const { return growing_node_; }          // kUnbounded: end of a run that can be repeated for ever
  int growing_place() const { return growing_place_; }
  std::vector<int> TraceTo(int node) const;                   // transitions from the initial marking

 private:
  End Visit(const Net& net, int64_t markings_max);
  int Insert(Marking marking, int parent, int via, bool final);
  // A place that grows without limit when the run from some ancestor to `node` is repeated; -1 when none is certain.
  int GrowingPlace(const Net& net, int node) const;

  std::vector<Node> nodes_;
  std::vector<Marking> markings_;
  // Once everything has been visited.
  void FindRefused(const Net& net);

  std::vector<Edge> edges_;
  std::vector<bool> fired_, refused_;
  std::unordered_map<std::string_view, int> index_;  // keys point into markings_ (whose buffers never move)
  std::unordered_map<std::string_view, int> final_index_;
  int growing_node_ = -1, growing_place_ = -1;
};

}  // namespace lianban::workflow
