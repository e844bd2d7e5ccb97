// Where tokens can be: steps, doors, rounds of joins, parts that exclude one another.

#include <bit>

#include "fmt/format.h"
#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

int NetTranslator::AddIdle(const std::string& name) {
  const int place = net_.AddPlace(name);
  net_.idle[place] = true;
  return place;
}

void NetTranslator::AddOnce(const Step& step) {
  if (net_.refused < 0) net_.refused = AddIdle("");
  const int place = AddIdle(step.name);
  unspent_[step.name] = place;
  const bool entered = step.name == model_.steps[0].name && !door_.contains(step.name);
  net_.initial[place] = entered ? 0 : 1;
}

absl::Status NetTranslator::AddPlaces(const Step& step) {
  if (step.exclusive.size() > kSetsMax) {
    return absl::ResourceExhaustedError(fmt::format("{} is in {} exclusive sets", step.name, step.exclusive.size()));
  }
  if (step.kind != StepKind::kJoin) {
    place_[step.name] = net_.AddPlace(step.name);
    // A wait or a call stays for a while, so what waits to be let in is somewhere else.
    const bool stays = step.kind == StepKind::kWait || step.kind == StepKind::kCall;
    if (stays && !step.exclusive.empty()) door_[step.name] = net_.AddPlace(step.name);
    if (step.once) AddOnce(step);
    if (step.enough && !step.cancelling) rest_[step.name] = net_.AddPlace(step.name);
    return absl::OkStatus();
  }
  for (size_t group = 0; group < step.groups.size(); ++group) groups_[step.name].push_back(net_.AddPlace(step.name));
  return WorksInRounds(step) ? AddRound(step) : absl::OkStatus();
}

size_t NetTranslator::Needed(const Step& join) {
  return join.wait_for == "any" ? 1 : join.wait_for == "n" ? static_cast<size_t>(join.n_of) : join.groups.size();
}

bool NetTranslator::WorksInRounds(const Step& join) {
  return join.wait_for != "synchronising" && join.threads == 1 && Needed(join) < join.groups.size();
}

absl::Status NetTranslator::AddRound(const Step& join) {
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

void NetTranslator::AddSet(const ExclusiveSet& set) {
  std::vector<int> held;
  free_.push_back(AddIdle(set.front().front()));
  net_.initial[free_.back()] = 1;
  for (const auto& member : set) held.push_back(AddIdle(member.front()));
  held_.push_back(std::move(held));
}

int NetTranslator::EntranceOf(const std::string& step) const {
  const auto door = door_.find(step);
  return door == door_.end() ? place_.at(step) : door->second;
}

int NetTranslator::PlaceFor(const Step& from, const std::string& to) const {
  const Step* target = model_.Find(to);
  return target->kind == StepKind::kJoin ? groups_.at(to)[GroupOf(*target, from.name)] : EntranceOf(to);
}

std::vector<int> NetTranslator::PlacesOf(const std::vector<std::string>& steps) const {
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

std::vector<int> NetTranslator::AlivePlacesOf(const std::string& step) const {
  std::vector<int> alive;
  for (int place : PlacesOf({step})) {
    const auto rest = rest_.find(step);
    if (!net_.idle[place] && (rest == rest_.end() || rest->second != place)) alive.push_back(place);
  }
  return alive;
}

}  // namespace lianban::workflow
