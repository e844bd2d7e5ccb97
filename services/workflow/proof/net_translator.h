#pragma once
// A process being made into a net: places first, then the transitions of every step. Each part stands in a file of its own:
// net_places.cpp, net_transitions.cpp, net_steps.cpp, net_joins.cpp.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/language/model.h"
#include "services/workflow/proof/net.h"

namespace lianban::workflow {

class NetTranslator {
 public:
  explicit NetTranslator(const Model& model) : model_(model) {}

  // RESOURCE_EXHAUSTED when there are more ways than can be listed.
  absl::StatusOr<Net> Run();

 private:
  static constexpr int kWaysMax = 10;
  static constexpr size_t kSetsMax = 3;  // of exclusive parts, for one step

  // Places
  int AddIdle(const std::string& name);
  // A step that may be entered once has a place that entering it empties; the first step has been entered.
  void AddOnce(const Step& step);
  absl::Status AddPlaces(const Step& step);
  static size_t Needed(const Step& join);
  static bool WorksInRounds(const Step& join);
  // One place for each set of branches that may have counted; the token starts where none has.
  absl::Status AddRound(const Step& join);
  void AddSet(const ExclusiveSet& set);
  int EntranceOf(const std::string& step) const;
  int PlaceFor(const Step& from, const std::string& to) const;
  // Everything that belongs to these steps, for cancelling and for what is inside a part.
  std::vector<int> PlacesOf(const std::vector<std::string>& steps) const;
  // Where a token is alive: not what has passed already, nor bookkeeping.
  std::vector<int> AlivePlacesOf(const std::string& step) const;

  // Transitions
  NetTransition Leave(const Step& step, Priority priority, std::string outcome = "") const;
  static void AddTokens(NetTransition& transition, int place, int count);
  void Produce(NetTransition& transition, const Step& from, const std::string& to, int count = 1) const;
  // Entering `step` spends what allows it; `count` times.
  void Spend(NetTransition& transition, const Step& step, int count) const;
  // A round that is withdrawn begins anew. What has been entered before is refused.
  void Add(NetTransition transition);
  void AddRefusals(const NetTransition& transition);
  // What begins or goes on in a part that excludes others: the set is free, or this part has it already.
  void AddInHand(const Step& step, NetTransition transition);
  // What only happens while one of the steps in `during` is open.
  void AddDuring(const Step& step, const NetTransition& transition);
  // A part is over when nothing is in it any more.
  void Release(size_t set);

  absl::Status CheckClosings() const;

  // Steps
  absl::Status Translate(const Step& step);
  // Outcome and where it leads, from `on` and from the branches; one entry per pair.
  static std::set<std::pair<std::string, std::string>> Ways(const Step& step);
  void Task(const Step& step);
  // Nothing that is alive can bring the case back to where the step may be done.
  void Passed(const Step& step, NetTransition transition, const std::string& to);
  void Stay(const Step& step);
  void Choose(const Step& step);
  absl::Status SeveralWays(const Step& step);
  void Fork(const Step& step);
  void Finish(const Step& step);

  // Joins
  NetTransition Pass(const Step& join, Priority priority) const;
  absl::Status Join(const Step& join);
  // When joins only wait for each other, the engine stops looking at what waits in joins: the merge of last resort.
  void Synchronise(const Step& join, const std::vector<int>& groups, Priority priority, bool look_at_joins);
  // A round as a machine over the set of branches that have counted: it passes its token on when the set has `needed`
  // members, swallows the rest, and begins anew when all have come.
  void Rounds(const Step& join, const std::vector<int>& groups);

  const Model& model_;
  Net net_;
  std::map<std::string, int> place_;                  // a token is at the step; a wait or call is open
  std::map<std::string, int> door_;                   // waits to be let in
  std::map<std::string, int> rest_;                   // gone on, with instances still open
  std::map<std::string, int> unspent_;                // may still be entered, once
  std::map<std::string, std::vector<int>> groups_;    // of a join
  std::map<std::string, std::vector<int>> counted_;   // rounds of a join
  std::vector<int> free_;                             // by exclusive set
  std::vector<std::vector<int>> held_;                // by exclusive set and member
};

}  // namespace lianban::workflow
