#include "services/workflow/migration/renaming.h"

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// Places are "<join>#<group>", "<join>~<group>", "<join>!" and "<step>@"; no name of a step holds such a sign.
constexpr char kMarks[] = "#~@!";

// What the state keeps by the name of a step.
constexpr const char* kByStep[] = {"outcomes", "decisions", "answers", "messages", "entered", "settled"};

// As the engine titles an instance.
std::string TitleOf(const Step& step, const json& item) {
  return item.is_string() ? fmt::format("{}（{}）", step.title, item.get<std::string>()) : step.title;
}

}  // namespace

std::string StepOfPlace(const std::string& place) { return place.substr(0, place.find_first_of(kMarks)); }

std::string Renaming::Step(const std::string& name) const {
  const auto it = names_.find(name);
  return it == names_.end() ? name : it->second;
}

std::string Renaming::Place(const std::string& place) const {
  const std::string step = StepOfPlace(place);
  return Step(step) + place.substr(step.size());
}

CaseState Renaming::Apply(const CaseState& state, const Model& from, const Model& to) const {
  CaseState next = state;
  for (Activation& activation : next.activations) {
    const workflow::Step* old = from.Find(activation.step);
    activation.step = Step(activation.step);
    const workflow::Step* step = to.Find(activation.step);
    for (TaskState& task : activation.tasks) {
      task.step = activation.step;
      if (step != nullptr && old != nullptr && task.title == TitleOf(*old, *task.item)) task.title = TitleOf(*step, *task.item);
    }
  }
  next.tokens.clear();
  for (const auto& [place, count] : state.tokens) next.tokens[Place(place)] = count;
  next.held.clear();
  for (const auto& [set, hold] : state.held) next.held[Step(set)] = {Step(hold.member), hold.claims};
  for (const char* kept : kByStep) {
    const auto was = state.vars.find(kept);
    if (was == state.vars.end() || !was->is_object()) continue;
    json now = json::object();
    for (const auto& [step, value] : was->items()) now[Step(step)] = value;
    next.vars.Edit(kept) = std::move(now);
  }
  if (next.vars.contains("children")) {
    for (json& child : next.vars.Edit("children")) {
      if (child.contains("step")) child["step"] = Step(child["step"].get<std::string>());
    }
  }
  return next;
}

}  // namespace lianban::workflow
