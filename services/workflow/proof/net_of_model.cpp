#include "services/workflow/proof/net_of_model.h"

#include <bit>
#include <set>

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

constexpr int kWaysMax = 10;

class Translator {
 public:
  explicit Translator(const Model& model) : model_(model) {}

  absl::StatusOr<Net> Run() {
    for (const Step& step : model_.steps) AddPlaces(step);
    if (!model_.steps.empty()) net_.initial[place_.at(model_.steps[0].name)] = 1;
    for (const Step& step : model_.steps) {
      if (absl::Status status = Translate(step); !status.ok()) return status;
    }
    return std::move(net_);
  }

 private:
  void AddPlaces(const Step& step) {
    if (step.kind != StepKind::kJoin) {
      place_[step.name] = net_.AddPlace(step.name);
      return;
    }
    for (size_t group = 0; group < step.groups.size(); ++group) {
      groups_[step.name].push_back(net_.AddPlace(step.name));
    }
  }

  int PlaceFor(const Step& from, const std::string& to) const {
    const Step* target = model_.Find(to);
    return target->kind == StepKind::kJoin ? groups_.at(to)[GroupOf(*target, from.name)] : place_.at(to);
  }

  // Everything that belongs to these steps, for cancelling.
  std::vector<int> PlacesOf(const std::vector<std::string>& steps) const {
    std::vector<int> places;
    for (const std::string& name : steps) {
      if (const auto it = place_.find(name); it != place_.end()) places.push_back(it->second);
      if (const auto it = groups_.find(name); it != groups_.end()) {
        places.insert(places.end(), it->second.begin(), it->second.end());
      }
    }
    return places;
  }

  NetTransition Leave(const Step& step, Priority priority, std::string outcome = "") const {
    NetTransition transition;
    transition.priority = priority;
    transition.step = step.name;
    transition.outcome = std::move(outcome);
    if (const auto it = place_.find(step.name); it != place_.end()) transition.consume.push_back({it->second, 1});
    transition.reset = PlacesOf(step.cancels);
    return transition;
  }

  void Produce(NetTransition& transition, const Step& from, const std::string& to) const {
    const int place = PlaceFor(from, to);
    for (Arc& arc : transition.produce) {
      if (arc.place == place) {
        ++arc.weight;
        return;
      }
    }
    transition.produce.push_back({place, 1});
  }

  void Add(NetTransition transition) { net_.transitions.push_back(std::move(transition)); }

  absl::Status Translate(const Step& step) {
    switch (step.kind) {
      case StepKind::kTask:
      case StepKind::kWait:
      case StepKind::kCall: OneWayEach(step, Priority::kActor); return absl::OkStatus();
      case StepKind::kDecide: OneWayEach(step, Priority::kAutomatic); return absl::OkStatus();
      case StepKind::kEffect: OneWayEach(step, Priority::kAutomatic); return absl::OkStatus();
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

  void OneWayEach(const Step& step, Priority priority) {
    for (const auto& [outcome, to] : Ways(step)) {
      auto transition = Leave(step, priority, outcome.empty() ? to : outcome);
      if (step.kind == StepKind::kEffect) transition.outcome.clear();
      Produce(transition, step, to);
      Add(std::move(transition));
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
      Add(std::move(transition));
    }
    for (const std::string& to : otherwise) {
      auto transition = Leave(step, Priority::kAutomatic, to);
      Produce(transition, step, to);
      Add(std::move(transition));
    }
    return absl::OkStatus();
  }

  void Fork(const Step& step) {
    auto transition = Leave(step, Priority::kAutomatic);
    for (const std::string& to : step.to) Produce(transition, step, to);
    Add(std::move(transition));
  }

  void Finish(const Step& step) {
    auto transition = Leave(step, Priority::kAutomatic);
    transition.final = true;
    Add(std::move(transition));
  }

  NetTransition Pass(const Step& join, Priority priority) const {
    auto transition = Leave(join, priority);
    if (join.cancelling) {
      for (int step : join.region) {
        const auto places = PlacesOf({model_.steps[step].name});
        transition.reset.insert(transition.reset.end(), places.begin(), places.end());
      }
      const auto own = PlacesOf({join.name});
      transition.reset.insert(transition.reset.end(), own.begin(), own.end());
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
    const size_t needed =
        join.wait_for == "any" ? 1 : join.wait_for == "n" ? static_cast<size_t>(join.n_of) : groups.size();
    if (needed == groups.size()) {
      auto transition = Pass(join, Priority::kAutomatic);
      for (int place : groups) transition.consume.push_back({place, 1});
      Add(std::move(transition));
      return absl::OkStatus();
    }
    return Rounds(join, groups, needed);
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
        const auto places = PlacesOf({other.name});
        upstream.insert(upstream.end(), places.begin(), places.end());
      }
      merge.upstream.push_back(std::move(upstream));
    }
    transition.merge.push_back(std::move(merge));
    Add(std::move(transition));
  }

  // A round as a machine over the set of branches that have counted: it passes its token on when the set has `needed`
  // members, swallows the rest, and begins anew when all have come.
  absl::Status Rounds(const Step& join, const std::vector<int>& groups, size_t needed) {
    if (groups.size() > kWaysMax) {
      return absl::ResourceExhaustedError(fmt::format("{} gathers {} branches", join.name, groups.size()));
    }
    const unsigned all = (1u << groups.size()) - 1;
    std::vector<int> counted;
    for (unsigned set = 0; set < all; ++set) {
      const size_t size = static_cast<size_t>(std::popcount(set));
      counted.push_back(net_.AddPlace(join.name));
      // Waiting for more branches is open; between rounds, or having passed already, is not.
      net_.idle.back() = set == 0 || size >= needed;
    }
    net_.initial[counted[0]] = 1;
    for (unsigned set = 0; set < all; ++set) {
      for (size_t group = 0; group < groups.size(); ++group) {
        if (set & (1u << group)) continue;
        const unsigned next = set | (1u << group);
        const bool passes = static_cast<size_t>(std::popcount(next)) == needed;
        auto transition = passes ? Pass(join, Priority::kAutomatic) : Leave(join, Priority::kAutomatic);
        if (!passes) transition.step.clear(), transition.reset.clear();
        transition.consume = {{groups[group], 1}, {counted[set], 1}};
        const bool starts_over = next == all || (passes && join.cancelling);
        transition.produce.push_back({counted[starts_over ? 0 : next], 1});
        Add(std::move(transition));
      }
    }
    return absl::OkStatus();
  }

  const Model& model_;
  Net net_;
  std::map<std::string, int> place_;
  std::map<std::string, std::vector<int>> groups_;
};

}  // namespace

absl::StatusOr<Net> NetOfModel(const Model& model) { return Translator(model).Run(); }

}  // namespace lianban::workflow
