#include "services/workflow/scenario/expectation.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/time/light.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// In the form in which it was expected: the last day, or the very moment.
json DueOf(const ClockState& clock, const json& expected, const absl::TimeZone& zone) {
  bool day = expected.is_string() && expected.get_ref<const std::string&>().size() <= 10;
  return day ? absl::FormatTime("%Y-%m-%d", clock.due - absl::Seconds(1), zone)
             : absl::FormatTime("%Y-%m-%d %H:%M", clock.due, zone);
}

json Sorted(json list) {
  if (list.is_string()) list = json::array({list});
  if (list.is_object() && list.empty()) list = json::array();
  if (list.is_array()) std::sort(list.begin(), list.end());
  return list;
}

class Comparison {
 public:
  explicit Comparison(const Scene& scene) : scene_(scene) {}

  void Check(const std::string& key, const json& expected) {
    if (key == "open") return Same(key, Sorted(expected), Sorted(Open()));
    if (key == "status") return Same(key, expected, Name(scene_.state.status));
    if (key == "result") return Same(key, expected, scene_.state.result);
    if (key == "due") return Same(key, expected, CaseDue(expected));
    if (key == "unverified") return Same(key, expected, Unverified());
    if (key == "light") return Same(key, expected, LightNow());
    if (key == "children") return Same(key, expected, scene_.children);
    if (key == "step_due")
      return Each(key, expected, [&](const std::string& step) { return StepDue(step, expected[step]); });
    if (key == "desk") return Each(key, expected, [&](const std::string& step) { return OfTask(step, "desk"); });
    if (key == "proposal")
      return Each(key, expected, [&](const std::string& step) { return OfTask(step, "proposal"); });
    if (key == "assignee")
      return Each(key, expected, [&](const std::string& step) { return OfTask(step, "assignee"); });
    if (key == "form")
      return Each(key, expected, [&](const std::string& field) { return scene_.state.form.value(field, json()); });
    if (key == "event") return Happened(key, expected, Types(), true);
    if (key == "no_event") return Happened(key, expected, Types(), false);
    if (key == "effect") return Happened(key, expected, scene_.effects, true);
    differences_.push_back({key, "?", "没有这种预期 / no such expectation"});
  }

  std::vector<Difference> Take() { return std::move(differences_); }

 private:
  void Same(const std::string& what, const json& expected, const json& actual) {
    if (expected != actual) differences_.push_back({what, expected.dump(), actual.dump()});
  }

  template <typename Find>
  void Each(const std::string& what, const json& expected, Find find) {
    if (!expected.is_object()) return Same(what, expected, json::object());
    for (const auto& [name, value] : expected.items()) Same(what + "." + name, value, find(name));
  }

  void Happened(const std::string& what, const json& expected, const std::vector<std::string>& names, bool wanted) {
    for (const json& name : Sorted(expected)) {
      bool found = std::find(names.begin(), names.end(), name) != names.end();
      if (found != wanted) differences_.push_back({what, name.dump(), json(names).dump()});
    }
  }

  json Open() const {
    json names = json::array();
    for (const Activation& activation : scene_.state.activations) names.push_back(activation.step);
    return names;
  }

  std::vector<std::string> Types() const {
    std::vector<std::string> types;
    for (const Fact& fact : scene_.facts) types.push_back(fact["type"]);
    return types;
  }

  const ClockState* Clock(const std::string& name) const {
    for (const ClockState& clock : scene_.state.clocks) {
      if (clock.name == name) return &clock;
    }
    return nullptr;
  }

  json CaseDue(const json& expected) const {
    const ClockState* clock = Clock("case");
    return clock ? DueOf(*clock, expected, scene_.environment.zone) : json();
  }

  json Unverified() const {
    const ClockState* clock = Clock("case");
    return clock && clock->unverified;
  }

  json StepDue(const std::string& step, const json& expected) const {
    for (const Activation& activation : scene_.state.activations) {
      const ClockState* clock = activation.step == step ? Clock(StepClockName(activation.no)) : nullptr;
      if (clock) return DueOf(*clock, expected, scene_.environment.zone);
    }
    return json();
  }

  json OfTask(const std::string& step, std::string_view what) const {
    for (const Activation& activation : scene_.state.activations) {
      if (activation.step != step || activation.tasks.empty()) continue;
      const TaskState& task = activation.tasks.front();
      if (what == "desk") return task.desk;
      if (what == "assignee") return task.assignee;
      return task.proposal.is_object() ? task.proposal["outcome"] : json();
    }
    return json();
  }

  json LightNow() const {
    const ClockState* clock = GuidingClock(scene_.state);
    if (!clock) return Name(Light::kNormal);
    const Environment& environment = scene_.environment;
    return Name(LightFor(clock->start, clock->due, scene_.now, clock->paused_since.has_value(), environment.calendar,
                         environment.zone, environment.yellow_percent, environment.yellow_workdays));
  }

  const Scene& scene_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> Compare(const Scene& scene, const json& expected) {
  Comparison comparison(scene);
  for (const auto& [key, value] : expected.items()) comparison.Check(key, value);
  return comparison.Take();
}

}  // namespace lianban::workflow
