#include "services/workflow/engine/clock_timers.h"

#include <algorithm>

#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/due_date.h"
#include "services/workflow/engine/escalation.h"
#include "services/workflow/time/light.h"

namespace lianban::workflow {
namespace {

std::string TimerKindOf(const Step& step) {
  if (!step.invite.empty()) return "door";
  return step.on.contains("timeout") ? "timeout" : "overdue";
}

// All but a chain of escalations that has begun: it goes on while the clock is late.
void DropOwnTimers(Run& run, const ClockState& clock) {
  if (clock.met || clock.due > run.now) return DropTimers(run, clock.name);
  std::erase_if(run.state.timers, [&](TimerState& timer) {
    if (timer.clock != clock.name) return false;
    timer.held = false;
    return !IsEscalation(timer);
  });
}

void AddTimer(Run& run, std::string kind, const ClockState& clock, int64_t activation, absl::Time due) {
  TimerState timer;
  timer.no = run.NextNo();
  timer.kind = std::move(kind);
  timer.clock = clock.name;
  timer.activation = activation;
  timer.due = due;
  run.state.timers.push_back(std::move(timer));
}

int64_t NumberSet(const Environment& environment, std::string_view area, const char* key, int64_t usual, int64_t most) {
  const nlohmann::json* value = environment.parameters.Find(key, area);
  return value && value->is_number_integer() ? std::clamp<int64_t>(value->get<int64_t>(), 0, most) : usual;
}

}  // namespace

void DropTimers(Run& run, std::string_view clock) {
  std::erase_if(run.state.timers, [&](const TimerState& timer) { return timer.clock == clock; });
}

void SetTimers(Run& run, const ClockState& clock, bool is_new) {
  bool overdue_pending = is_new || std::any_of(run.state.timers.begin(), run.state.timers.end(), [&](const TimerState& timer) {
    return timer.clock == clock.name && timer.kind != "warning" && !IsEscalation(timer);
  });
  bool first = clock.due > run.now || overdue_pending;
  DropOwnTimers(run, clock);
  if (clock.met) return;
  if (const Step* step = StepOfClock(run, clock)) {
    int64_t activation = std::stoll(clock.name.substr(5));
    std::string kind = TimerKindOf(*step);
    if (kind == "door" && !FindActivation(run, activation)->open) return;
    if (first || kind != "overdue") AddTimer(run, std::move(kind), clock, activation, clock.due);
    return;
  }
  absl::Time yellow = YellowFromOf(run.environment, run.state.area, RunningFrom(clock), clock.due);
  bool guides = clock.name == "promised" || (clock.name == "case" && !FindClock(run, "promised"));
  if (guides && yellow > run.now && yellow < clock.due) AddTimer(run, "warning", clock, 0, yellow);
  if (first) AddTimer(run, "overdue", clock, 0, clock.due);
}

void HoldTimers(Run& run, const ClockState& clock) {
  for (TimerState& timer : run.state.timers) {
    if (timer.clock == clock.name) timer.held = true;
  }
}

absl::Time RunningFrom(const ClockState& clock) {
  absl::Time from = clock.start;
  for (const nlohmann::json& pause : *clock.pauses) {
    const auto moment = [&](const char* key) { return absl::FromUnixMicros(pause.value(key, int64_t{0})); };
    // What stood still after the end was never part of it.
    const absl::Time begun = std::max(moment("from"), clock.start), ended = std::min(moment("to"), clock.due);
    if (ended > begun) from += ended - begun;
  }
  return std::min(from, clock.due);
}

absl::Time YellowFromOf(const Environment& environment, std::string_view area, absl::Time start, absl::Time due) {
  return YellowFrom(start, due, environment.calendar, environment.zone,
                    static_cast<int>(NumberSet(environment, area, "light.yellow_percent", environment.yellow_percent, 100)),
                    static_cast<int>(NumberSet(environment, area, "light.yellow_workdays", environment.yellow_workdays, 365)));
}

}  // namespace lianban::workflow
