#include "services/workflow/scenario/expectation.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/engine/clock_timers.h"
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
    if (key == "title") return Each(key, expected, [&](const std::string& step) { return OfTask(step, "title"); });
    if (key == "assignee")
      return Each(key, expected, [&](const std::string& step) { return OfTask(step, "assignee"); });
    if (key == "form")
      return Each(key, expected, [&](const std::string& field) { return scene_.state.form.value(field, json()); });
    if (key == "absent") return Absent(key, expected);
    if (key == "event") return Happened(key, expected, Types(), true);
    if (key == "no_event") return Happened(key, expected, Types(), false);
    if (key == "effect") return Happened(key, expected, Kinds(), true);
    if (key == "explained") return Explained(key, expected);
    if (key == "told") return Same(key, Listed(expected), Told());
    if (key == "payload") return Payloads(key, expected);
    if (key == "report") return Each(key, expected, [&](const std::string& name) { return Reported(name); });
    if (key == "settled") return Settled(key, expected);
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

  // Fields that were neither asked nor kept.
  void Absent(const std::string& what, const json& expected) {
    for (const json& field : Sorted(expected)) {
      auto kept = scene_.state.form.find(field.get<std::string>());
      if (kept != scene_.state.form.end()) differences_.push_back({what, field.dump(), kept->dump()});
    }
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

  std::vector<std::string> Kinds() const {
    std::vector<std::string> kinds;
    for (const Effect& effect : scene_.effects) kinds.push_back(effect.kind);
    return kinds;
  }

  static json Listed(const json& expected) {
    return expected.is_object() && expected.empty() ? json::array() : expected;
  }

  // What every child was told last, in the order in which they were opened; "" when nothing.
  json Told() const {
    json told = json::array();
    for (const json& child : scene_.state.vars.value("children", json::array())) told.push_back(child.value("told", ""));
    return told;
  }

  // Every given text stands in the reason of something that the machine did, in either language.
  void Explained(const std::string& what, const json& expected) {
    std::string reasons;
    for (const Fact& fact : scene_.facts) AddReasons(fact, reasons);
    for (const json& text : Sorted(expected)) {
      if (reasons.find(text.get<std::string>()) == std::string::npos) {
        differences_.push_back({what, text.dump(), reasons});
      }
    }
  }

  static void AddReasons(const json& value, std::string& reasons) {
    if (!value.is_structured()) return;
    for (const auto& [key, inner] : value.items()) {
      if (key == "explanation" && inner.is_object()) {
        for (const char* part : {"zh", "en", "basis"}) reasons += inner.value(part, "") + " ";
      }
      AddReasons(inner, reasons);
    }
  }

  // By step: values of the last effect that it has recorded.
  void Payloads(const std::string& what, const json& expected) {
    for (const auto& [step, values] : expected.items()) {
      json found;
      for (const Effect& effect : scene_.effects) {
        if (effect.payload.value("step", "") == step && effect.kind != "tell_child") found = effect.payload;
      }
      for (const auto& [key, value] : values.items()) {
        Same(fmt::format("{}.{}.{}", what, step, key), value, found.is_object() ? found.value(key, json()) : json());
      }
    }
  }

  // What the parent was last told about a child that has come to wait for it.
  json Reported(const std::string& name) const {
    json found;
    for (const Effect& effect : scene_.effects) {
      if (effect.payload.contains("report")) found = effect.payload["report"].value(name, json());
    }
    return found;
  }

  // By step: for each child in the order in which they were opened, values of what was last settled for it.
  void Settled(const std::string& what, const json& expected) {
    const json all = scene_.state.vars.value("settled", json::object());
    for (const auto& [step, list] : expected.items()) {
      json results = all.contains(step) ? all[step]["results"] : json::array();
      std::sort(results.begin(), results.end(), [](const json& a, const json& b) { return a["no"] < b["no"]; });
      for (size_t i = 0; i < list.size(); ++i) {
        for (const auto& [key, value] : list[i].items()) {
          Same(fmt::format("{}.{}[{}].{}", what, step, i + 1, key), value,
               i < results.size() ? results[i].value(key, json()) : json());
        }
      }
    }
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
      if (what == "title") return task.title;
      return task.proposal->is_object() ? task.proposal["outcome"] : json();
    }
    return json();
  }

  json LightNow() const {
    const ClockState* clock = GuidingClock(scene_.state);
    if (!clock) return Name(Light::kNormal);
    const Environment& environment = scene_.environment;
    return Name(LightFor(RunningFrom(*clock), clock->due, scene_.now, clock->paused_since.has_value(), environment.calendar,
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
