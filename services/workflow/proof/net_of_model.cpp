#include "services/workflow/proof/net_of_model.h"

#include <algorithm>
#include <bit>
#include <set>

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

constexpr int kWaysMax = 10;
constexpr size_t kSetsMax = 3;  // of exclusive parts, for one step

class Translator {
 public:
  explicit Translator(const Model& model) : model_(model) {}

  absl::StatusOr<Net> Run() {
    for (const Step& step : model_.steps) {
      if (absl::Status status = AddPlaces(step); !status.ok()) return status;
    }
    for (const ExclusiveSet& set : model_.exclusive) AddSet(set);
    if (!model_.steps.empty()) net_.initial[EntranceOf(model_.steps[0].name)] = 1;
    for (const Step& step : model_.steps) {
      if (absl::Status status = Translate(step); !status.ok()) return status;
    }
    for (size_t set = 0; set < model_.exclusive.size(); ++set) Release(set);
    return std::move(net_);
  }

 private:
  // ---- places ----

  int AddIdle(const std::string& name) {
    const int place = net_.AddPlace(name);
    net_.idle[place] = true;
    return place;
  }

  absl::Status AddPlaces(const Step& step) {
    if (step.exclusive.size() > kSetsMax) {
      return absl::ResourceExhaustedError(fmt::format("{} is in {} exclusive sets", step.name, step.exclusive.size()));
    }
    if (step.kind != StepKind::kJoin) {
      place_[step.name] = net_.AddPlace(step.name);
      // A wait or a call stays for a while, so what waits to be let in is somewhere else.
      const bool stays = step.kind == StepKind::kWait || step.kind == StepKind::kCall;
      if (stays && !step.exclusive.empty()) door_[step.name] = net_.AddPlace(step.name);
      if (step.enough && !step.cancelling) rest_[step.name] = net_.AddPlace(step.name);
      return absl::OkStatus();
    }
    for (size_t group = 0; group < step.groups.size(); ++group) groups_[step.name].push_back(net_.AddPlace(step.name));
    return WorksInRounds(step) ? AddRound(step) : absl::OkStatus();
  }

  static size_t Needed(const Step& join) {
    return join.wait_for == "any" ? 1 : join.wait_for == "n" ? static_cast<size_t>(join.n_of) : join.groups.size();
  }
  static bool WorksInRounds(const Step& join) {
    return join.wait_for != "synchronising" && join.threads == 1 && Needed(join) < join.groups.size();
  }

  // One place for each set of branches that may have counted; the token starts where none has.
  absl::Status AddRound(const Step& join) {
    if (join.groups.size() > kWaysMax) {
      return absl::ResourceExhaustedError(fmt::format("{} gathers {} branches", join.name, join.groups.size()));
    }
    auto& counted = counted_[join.name];
    for (unsigned set = 0; set < (1u << join.groups.size()) - 1; ++set) {
      counted.push_back(net_.AddPlace(join.name));
      // Waiting for more branches is open; between rounds, or having passed already, is not.
      net_.idle.back() = set == 0 || static_cast<size_t>(std::popcount(set)) >= Needed(join);
    }
    net_.initial[counted[0]] = 1;
    return absl::OkStatus();
  }

  void AddSet(const ExclusiveSet& set) {
    std::vector<int> held;
    free_.push_back(AddIdle(set.front().front()));
    net_.initial[free_.back()] = 1;
    for (const auto& member : set) held.push_back(AddIdle(member.front()));
    held_.push_back(std::move(held));
  }

  int EntranceOf(const std::string& step) const {
    const auto door = door_.find(step);
    return door == door_.end() ? place_.at(step) : door->second;
  }

  int PlaceFor(const Step& from, const std::string& to) const {
    const Step* target = model_.Find(to);
    return target->kind == StepKind::kJoin ? groups_.at(to)[GroupOf(*target, from.name)] : EntranceOf(to);
  }

  // Everything that belongs to these steps, for cancelling and for what is inside a part.
  std::vector<int> PlacesOf(const std::vector<std::string>& steps) const {
    std::vector<int> places;
    for (const std::string& name : steps) {
      for (const auto* one : {&place_, &door_, &rest_}) {
        if (const auto it = one->find(name); it != one->end()) places.push_back(it->second);
      }
      for (const auto* several : {&groups_, &counted_}) {
        if (const auto it = several->find(name); it != several->end()) {
          places.insert(places.end(), it->second.begin(), it->second.end());
        }
      }
    }
    return places;
  }

  // Where a token is alive: not what has passed already, nor bookkeeping.
  std::vector<int> AlivePlacesOf(const std::string& step) const {
    std::vector<int> alive;
    for (int place : PlacesOf({step})) {
      const auto rest = rest_.find(step);
      if (!net_.idle[place] && (rest == rest_.end() || rest->second != place)) alive.push_back(place);
    }
    return alive;
  }

  // ---- transitions ----

  NetTransition Leave(const Step& step, Priority priority, std::string outcome = "") const {
    NetTransition transition;
    transition.priority = priority;
    transition.step = step.name;
    transition.outcome = std::move(outcome);
    if (const auto it = place_.find(step.name); it != place_.end()) transition.consume.push_back({it->second, 1});
    transition.reset = PlacesOf(step.cancels);
    for (const std::string& name : step.completes) {
      const Step& closed = *model_.Find(name);
      transition.transfer.emplace_back(place_.at(name), PlaceFor(closed, closed.on.at("closed")));
      if (const auto rest = rest_.find(name); rest != rest_.end()) transition.reset.push_back(rest->second);
    }
    return transition;
  }

  static void AddTokens(NetTransition& transition, int place, int count) {
    for (Arc& arc : transition.produce) {
      if (arc.place == place) {
        arc.weight += count;
        return;
      }
    }
    transition.produce.push_back({place, count});
  }

  void Produce(NetTransition& transition, const Step& from, const std::string& to, int count = 1) const {
    AddTokens(transition, PlaceFor(from, to), count);
  }

  // A round that is withdrawn begins anew.
  void Add(NetTransition transition) {
    auto emptied = [&](int place) {
      return std::find(transition.reset.begin(), transition.reset.end(), place) != transition.reset.end();
    };
    for (const auto& [join, counted] : counted_) {
      if (!emptied(counted[0])) continue;
      std::erase_if(transition.produce, [&](const Arc& arc) {
        return std::find(counted.begin(), counted.end(), arc.place) != counted.end();
      });
      transition.produce.push_back({counted[0], 1});
    }
    net_.transitions.push_back(std::move(transition));
  }

  // What begins or goes on in a part that excludes others: the set is free, or this part has it already.
  void AddInHand(const Step& step, NetTransition transition) {
    std::vector<NetTransition> variants = {std::move(transition)};
    for (const auto& [set, member] : step.exclusive) {
      std::vector<NetTransition> more;
      for (const NetTransition& each : variants) {
        for (int from : {free_[set], held_[set][member]}) {
          more.push_back(each);
          more.back().consume.push_back({from, 1});
          more.back().produce.push_back({held_[set][member], 1});
        }
      }
      variants = std::move(more);
    }
    for (NetTransition& each : variants) Add(std::move(each));
  }

  // What only happens while one of the steps in `during` is open.
  void AddDuring(const Step& step, const NetTransition& transition) {
    if (step.during.empty()) return AddInHand(step, transition);
    for (const std::string& state : step.during) {
      NetTransition while_open = transition;
      const int place = place_.at(state);
      while_open.consume.push_back({place, 1});
      // It stays open, unless leaving this step withdraws or closes it.
      const auto& reset = while_open.reset;
      const auto closed = std::find_if(while_open.transfer.begin(), while_open.transfer.end(),
                                       [&](const auto& arc) { return arc.first == place; });
      if (std::find(reset.begin(), reset.end(), place) == reset.end()) {
        AddTokens(while_open, closed == while_open.transfer.end() ? place : closed->second, 1);
      }
      AddInHand(step, std::move(while_open));
    }
  }

  // A part is over when nothing is in it any more.
  void Release(size_t set) {
    for (size_t member = 0; member < held_[set].size(); ++member) {
      NetTransition transition;
      transition.priority = Priority::kRelease;
      transition.consume = {{held_[set][member], 1}};
      for (const std::string& step : model_.exclusive[set][member]) {
        for (int place : PlacesOf({step})) {
          if (!net_.idle[place]) transition.empty.push_back(place);
        }
      }
      transition.produce = {{free_[set], 1}};
      Add(std::move(transition));
    }
  }

  // ---- steps ----

  absl::Status Translate(const Step& step) {
    switch (step.kind) {
      case StepKind::kTask: Task(step); return absl::OkStatus();
      case StepKind::kWait:
      case StepKind::kCall: Stay(step); return absl::OkStatus();
      case StepKind::kDecide:
      case StepKind::kEffect: Choose(step); return absl::OkStatus();
      case StepKind::kSelect: return SeveralWays(step);
      case StepKind::kFork: Fork(step); return absl::OkStatus();
      case StepKind::kJoin: return Join(step);
      case StepKind::kFinish: Finish(step); return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  // Outcome and where it leads, from `on` and from the branches; one entry per pair.
  static std::set<std::pair<std::string, std::string>> Ways(const Step& step) {
    std::set<std::pair<std::string, std::string>> ways;
    for (const auto& [outcome, to] : step.on) ways.emplace(outcome, to);
    for (const Branch& branch : step.branches) {
      if (!std::holds_alternative<std::string>(branch.when)) ways.emplace("", branch.to);  // named ones repeat `on`
    }
    return ways;
  }

  void Task(const Step& step) {
    for (const auto& [outcome, to] : step.on) {
      if (outcome == "closed" && step.closable) continue;  // is part of leaving the step that closes it
      auto transition = Leave(step, Priority::kActor, outcome);
      if (outcome == "passed" && !step.during.empty()) {
        Passed(step, std::move(transition), to);
        continue;
      }
      Produce(transition, step, to);
      if (outcome == "timeout") {
        Add(std::move(transition));
        continue;
      }
      AddDuring(step, transition);
      if (const auto rest = rest_.find(step.name); rest != rest_.end()) {
        transition.produce.push_back({rest->second, 1});
        AddDuring(step, transition);
      }
    }
    if (const auto rest = rest_.find(step.name); rest != rest_.end()) {
      NetTransition last;  // of those that have not been waited for
      last.consume = {{rest->second, 1}};
      AddDuring(step, last);
    }
  }

  // Nothing that is alive can bring the case back to where the step may be done.
  void Passed(const Step& step, NetTransition transition, const std::string& to) {
    transition.priority = Priority::kPassed;
    for (size_t s = 0; s < model_.steps.size(); ++s) {
      if (!step.reach[0][s] || model_.steps[s].name == step.name) continue;
      const auto places = AlivePlacesOf(model_.steps[s].name);
      transition.empty.insert(transition.empty.end(), places.begin(), places.end());
    }
    Produce(transition, step, to);
    Add(std::move(transition));
  }

  void Stay(const Step& step) {
    if (const auto door = door_.find(step.name); door != door_.end()) {
      NetTransition enter;
      enter.priority = Priority::kAutomatic;
      enter.consume = {{door->second, 1}};
      enter.produce = {{place_.at(step.name), 1}};
      AddInHand(step, std::move(enter));
    }
    for (const auto& [outcome, to] : step.on) {
      auto transition = Leave(step, Priority::kActor, outcome);
      Produce(transition, step, to);
      Add(std::move(transition));
    }
  }

  void Choose(const Step& step) {
    for (const auto& [outcome, to] : Ways(step)) {
      auto transition = Leave(step, Priority::kAutomatic, outcome.empty() ? to : outcome);
      if (step.kind == StepKind::kEffect) transition.outcome.clear();
      Produce(transition, step, to);
      AddInHand(step, std::move(transition));
    }
  }

  absl::Status SeveralWays(const Step& step) {
    std::vector<std::string> optional, otherwise;
    for (const Branch& branch : step.branches) {
      if (std::holds_alternative<std::string>(branch.when)) continue;  // named ones repeat `on`
      (std::holds_alternative<std::monostate>(branch.when) ? otherwise : optional).push_back(branch.to);
    }
    for (const auto& [outcome, to] : step.on) optional.push_back(to);
    if (optional.size() > kWaysMax) {
      return absl::ResourceExhaustedError(fmt::format("{} has {} ways", step.name, optional.size()));
    }
    for (unsigned taken = 1; taken < (1u << optional.size()); ++taken) {
      auto transition = Leave(step, Priority::kAutomatic);
      for (size_t i = 0; i < optional.size(); ++i) {
        if (taken & (1u << i)) {
          Produce(transition, step, optional[i]);
          transition.outcome += (transition.outcome.empty() ? "" : "+") + optional[i];
        }
      }
      AddInHand(step, std::move(transition));
    }
    for (const std::string& to : otherwise) {
      auto transition = Leave(step, Priority::kAutomatic, to);
      Produce(transition, step, to);
      AddInHand(step, std::move(transition));
    }
    return absl::OkStatus();
  }

  void Fork(const Step& step) {
    auto transition = Leave(step, Priority::kAutomatic);
    for (const std::string& to : step.to) Produce(transition, step, to, step.threads);
    AddInHand(step, std::move(transition));
  }

  void Finish(const Step& step) {
    auto transition = Leave(step, Priority::kAutomatic);
    transition.final = !step.ends_branch;
    AddInHand(step, std::move(transition));
  }

  // ---- joins ----

  NetTransition Pass(const Step& join, Priority priority) const {
    auto transition = Leave(join, priority);
    if (join.cancelling) {
      std::vector<std::string> names = {join.name};
      for (int step : join.region) names.push_back(model_.steps[step].name);
      const auto places = PlacesOf(names);
      transition.reset.insert(transition.reset.end(), places.begin(), places.end());
    }
    Produce(transition, join, join.on.at("next"));
    return transition;
  }

  absl::Status Join(const Step& join) {
    const auto& groups = groups_.at(join.name);
    if (join.wait_for == "synchronising") {
      Synchronise(join, groups, Priority::kMerge, true);
      Synchronise(join, groups, Priority::kMergeOfLastResort, false);
      return absl::OkStatus();
    }
    if (WorksInRounds(join)) {
      Rounds(join, groups);
      return absl::OkStatus();
    }
    auto transition = Pass(join, Priority::kAutomatic);
    for (int place : groups) transition.consume.push_back({place, join.threads});
    Add(std::move(transition));
    return absl::OkStatus();
  }

  // When joins only wait for each other, the engine stops looking at what waits in joins: the merge of last resort.
  void Synchronise(const Step& join, const std::vector<int>& groups, Priority priority, bool look_at_joins) {
    auto transition = Pass(join, priority);
    SynchronisingMerge merge{groups, {}};
    for (size_t group = 0; group < groups.size(); ++group) {
      std::vector<int> upstream;
      for (size_t s = 0; s < model_.steps.size(); ++s) {
        const Step& other = model_.steps[s];
        if (other.name == join.name || !join.reach[group][s]) continue;
        if (other.kind == StepKind::kJoin && !look_at_joins) continue;
        const auto places = AlivePlacesOf(other.name);
        upstream.insert(upstream.end(), places.begin(), places.end());
      }
      merge.upstream.push_back(std::move(upstream));
    }
    transition.merge.push_back(std::move(merge));
    Add(std::move(transition));
  }

  // A round as a machine over the set of branches that have counted: it passes its token on when the set has `needed`
  // members, swallows the rest, and begins anew when all have come.
  void Rounds(const Step& join, const std::vector<int>& groups) {
    const unsigned all = (1u << groups.size()) - 1;
    const auto& counted = counted_.at(join.name);
    for (unsigned set = 0; set < all; ++set) {
      for (size_t group = 0; group < groups.size(); ++group) {
        if (set & (1u << group)) continue;
        const unsigned next = set | (1u << group);
        const bool passes = static_cast<size_t>(std::popcount(next)) == Needed(join);
        NetTransition transition;
        transition.priority = Priority::kAutomatic;
        if (passes) transition = Pass(join, Priority::kAutomatic);
        transition.consume = {{groups[group], 1}, {counted[set], 1}};
        const bool starts_over = next == all || (passes && join.cancelling);
        transition.produce.push_back({counted[starts_over ? 0 : next], 1});
        Add(std::move(transition));
      }
    }
  }

  const Model& model_;
  Net net_;
  std::map<std::string, int> place_;                  // a token is at the step; a wait or call is open
  std::map<std::string, int> door_;                   // waits to be let in
  std::map<std::string, int> rest_;                   // gone on, with instances still open
  std::map<std::string, std::vector<int>> groups_;    // of a join
  std::map<std::string, std::vector<int>> counted_;   // rounds of a join
  std::vector<int> free_;                             // by exclusive set
  std::vector<std::vector<int>> held_;                // by exclusive set and member
};

}  // namespace

absl::StatusOr<Net> NetOfModel(const Model& model) { return Translator(model).Run(); }

}  // namespace lianban::workflow
