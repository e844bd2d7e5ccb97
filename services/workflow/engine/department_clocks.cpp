#include "services/workflow/engine/department_clocks.h"

#include <algorithm>
#include <set>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/rules.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "unit:";

std::string UnitOf(const TaskState& task) {
  size_t slash = task.desk.find('/');
  return slash == std::string::npos ? "" : task.desk.substr(0, slash);
}

const json* PeriodSet(const Run& run) {
  // Most cities do not use this: one look is all it costs them.
  const auto& values = run.environment.parameters.values;
  const auto sets = [](const auto& all) {
    const auto first = all.lower_bound("clock.department");
    return first != all.end() && first->first.starts_with("clock.department");
  };
  if (!sets(values) && !sets(run.model.param_defaults)) return nullptr;
  const json* value = ParameterValue(run, "clock.department." + run.model.process);
  if (!value) value = ParameterValue(run, "clock.department");
  return value && value->is_string() ? value : nullptr;
}

}  // namespace

ClockState* DepartmentClock(Run& run, const TaskState& task) {
  const std::string unit = UnitOf(task);
  if (unit.empty()) return nullptr;
  for (ClockState& clock : run.state.clocks) {
    if (!clock.met && clock.name.starts_with(kPrefix) && clock.name.substr(kPrefix.size()) == unit) return &clock;
  }
  return nullptr;
}

absl::Status SettleDepartmentClocks(Run& run) {
  const json* written = run.running() ? PeriodSet(run) : nullptr;
  bool any = std::any_of(run.state.clocks.begin(), run.state.clocks.end(),
                         [](const ClockState& clock) { return clock.name.starts_with(kPrefix); });
  if (!run.running() || (!written && !any)) return absl::OkStatus();
  std::set<std::string> busy;
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (std::string unit = UnitOf(task); !unit.empty()) busy.insert(std::string(kPrefix) + unit);
    }
  }
  for (ClockState& clock : run.state.clocks) {
    if (!clock.name.starts_with(kPrefix) || clock.met || busy.contains(clock.name)) continue;
    MeetClock(run, clock);
  }
  for (const std::string& name : busy) {
    ClockState* clock = FindClock(run, name);
    if (clock && clock->met) LIANBAN_RETURN_IF_ERROR(ContinueClock(run, *clock, "elsewhere"));
    if (!clock && written) LIANBAN_RETURN_IF_ERROR(StartNamedClock(run, name, written->get<std::string>()));
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
