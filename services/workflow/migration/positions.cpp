#include "services/workflow/migration/positions.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/migration/renaming.h"
#include "services/workflow/proof/net_of_model.h"
#include "services/workflow/proof/state_space.h"

namespace lianban::workflow {
namespace {

constexpr int64_t kMarkingsMax = 50'000;
constexpr size_t kBooksMax = 64;

std::string PlaceOfGroup(const std::string& join, size_t group) { return fmt::format("{}#{}", join, group); }

// A join that passes before all have come counts them elsewhere in the net: those are left to the comparison of joins.
bool WaitsForAll(const Step& join) {
  return join.wait_for == "synchronising" || join.threads > 1 || join.wait_for == "all" ||
         (join.wait_for == "n" && static_cast<size_t>(join.n_of) >= join.groups.size());
}

}  // namespace

Positions::Positions(const Model& model) {
  const auto net = NetOfModel(model);
  if (!net.ok()) return;
  std::vector<size_t> places;  // of the net, by column
  const auto add = [&](const std::string& name, size_t place) {
    column_[name] = places.size();
    places.push_back(place);
  };
  for (const Step& step : model.steps) {
    // The first place of that name is the step's own; those of a join are its groups in order.
    const auto first = static_cast<size_t>(std::find(net->places.begin(), net->places.end(), step.name) - net->places.begin());
    if (first == net->places.size()) return;
    if (step.kind != StepKind::kJoin) {
      add(step.name, first);
    } else if (WaitsForAll(step)) {
      for (size_t group = 0; group < step.groups.size(); ++group) add(PlaceOfGroup(step.name, group), first + group);
    }
  }
  StateSpace space;
  if (space.Explore(*net, kMarkingsMax) != StateSpace::End::kComplete) return;
  for (size_t node = 0; node < space.nodes().size(); ++node) {
    if (space.refused(static_cast<int>(node))) continue;
    const Marking& marking = space.marking(static_cast<int>(node));
    std::string key;
    for (const size_t place : places) key += static_cast<char>(marking[place]);
    keys_.insert(std::move(key));
  }
  known_ = true;
}

std::string Positions::KeyOf(const CaseState& state) const {
  std::string key(column_.size(), '\0');
  const auto count = [&](const std::string& name, int64_t tokens) {
    const auto column = column_.find(name);
    if (column != column_.end()) key[column->second] = static_cast<char>(key[column->second] + tokens);
  };
  for (const Activation& activation : state.activations) {
    if (!activation.passed) count(activation.step, 1);
  }
  for (const auto& [place, tokens] : state.tokens) {
    std::string waiting = place;
    std::replace(waiting.begin(), waiting.end(), '~', '#');  // counted in its round, but not yet passed on
    if (waiting.find('#') != std::string::npos) count(waiting, tokens);
  }
  return key;
}

bool Positions::Allow(const CaseState& state) const {
  const bool held_back = std::any_of(state.tokens.begin(), state.tokens.end(),
                                     [](const auto& each) { return each.first.ends_with("@") && each.second > 0; });
  return !known_ || held_back || keys_.contains(KeyOf(state));
}

std::shared_ptr<const Positions> PositionBook::Of(const Model& model) {
  std::lock_guard lock(mutex_);
  const auto known = by_hash_.find(model.hash);
  if (known != by_hash_.end()) return known->second;
  if (by_hash_.size() >= kBooksMax) by_hash_.clear();
  return by_hash_[model.hash] = std::make_shared<const Positions>(model);
}

}  // namespace lianban::workflow
