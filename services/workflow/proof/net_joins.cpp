// Joins: all together, in rounds, synchronising.

#include <bit>

#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

NetTransition NetTranslator::Pass(const Step& join, Priority priority) const {
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

absl::Status NetTranslator::Join(const Step& join) {
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

void NetTranslator::Synchronise(const Step& join, const std::vector<int>& groups, Priority priority, bool look_at_joins) {
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

void NetTranslator::Rounds(const Step& join, const std::vector<int>& groups) {
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

}  // namespace lianban::workflow
