// What leaving a step does, and what is the same for steps of every kind.

#include <algorithm>

#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

NetTransition NetTranslator::Leave(const Step& step, Priority priority, std::string outcome) const {
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

void NetTranslator::AddTokens(NetTransition& transition, int place, int count) {
  for (Arc& arc : transition.produce) {
    if (arc.place == place) {
      arc.weight += count;
      return;
    }
  }
  transition.produce.push_back({place, count});
}

void NetTranslator::Produce(NetTransition& transition, const Step& from, const std::string& to, int count) const {
  AddTokens(transition, PlaceFor(from, to), count);
  if (!door_.contains(to)) Spend(transition, *model_.Find(to), count);  // else it is entered behind its door
}

void NetTranslator::Spend(NetTransition& transition, const Step& step, int count) const {
  if (!step.once) return;
  const int place = unspent_.at(step.name);
  for (Arc& arc : transition.spends) {
    if (arc.place == place) {
      arc.weight += count;
      return;
    }
  }
  transition.spends.push_back({place, count});
}

// Somebody acts, things happen by themselves, and something would be entered again: nothing of it happens.
void NetTranslator::AddRefusals(const NetTransition& transition) {
  for (const Arc& arc : transition.spends) {
    NetTransition refused = transition;
    refused.final = false;
    refused.produce = {{net_.refused, 1}};
    if (arc.weight == 1) refused.empty.push_back(arc.place);
    net_.transitions.push_back(std::move(refused));
  }
}

void NetTranslator::Add(NetTransition transition) {
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
  AddRefusals(transition);
  const bool never = std::any_of(transition.spends.begin(), transition.spends.end(), [](const Arc& arc) { return arc.weight > 1; });
  if (never) return;
  for (const Arc& arc : transition.spends) transition.consume.push_back(arc);
  net_.transitions.push_back(std::move(transition));
}

void NetTranslator::AddInHand(const Step& step, NetTransition transition) {
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

void NetTranslator::AddDuring(const Step& step, const NetTransition& transition) {
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

void NetTranslator::Release(size_t set) {
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

}  // namespace lianban::workflow
