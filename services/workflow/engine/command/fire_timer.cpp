#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/escalation.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// The time of a step has run out. That is the system's act and never a person's decision.
void TimeOut(Run& run, const TimerState& timer) {
  const Activation& activation = *FindActivation(run, timer.activation);
  AddFact(run, "TimedOut", [&] {
    json why = Explanation("期限届满，系统按超时处理，不视为任何人的决定", "the period has run out; a timeout is nobody's decision",
                           "timeout", {{"due", DateTimeText(timer.due, run.environment.zone)}}, "");
    return json{{"step", activation.step}, {"by", "system"}, {"explanation", std::move(why)}};
  });
  Leave(run, timer.activation, "timeout");
}

void ReachDate(Run& run, const TimerState& timer) {
  const Step& step = *run.model.Find(FindActivation(run, timer.activation)->step);
  auto way = std::find_if(step.outcome_order.begin(), step.outcome_order.end(),
                          [](const auto& each) { return each != "timeout"; });
  std::string outcome = way == step.outcome_order.end() ? "timeout" : *way;
  AddFact(run, "WaitEnded", [&] { return json{{"step", step.name}, {"outcome", outcome}, {"by", "system"}}; });
  Leave(run, timer.activation, outcome);
}

// One of several handlers is late: the lead need not wait for it any more.
void MarkLate(Run& run, const TimerState& timer) {
  const TaskPlace place = FindTask(run, std::stoll(timer.clock.substr(5)));
  if (!place.task) return;
  place.task->late = true;
  run.touched.push_back(place.task->no);
  AddFact(run, "InstanceLate", {{"task", place.task->no}, {"step", place.task->step}, {"desk", place.task->desk}});
}

// Nothing moves: the light changes, and whoever follows the history is told.
absl::Status Warn(Run& run, const TimerState& timer) {
  if (timer.kind == "overdue" && timer.clock.starts_with("task:")) MarkLate(run, timer);
  AddFact(run, timer.kind == "warning" ? "ClockWarned" : "ClockOverdue", [&] {
    json fact = {{"clock", timer.clock}, {"due", DateTimeText(timer.due, run.environment.zone)}};
    if (const Activation* activation = FindActivation(run, timer.activation)) fact["step"] = activation->step;
    return fact;
  });
  const ClockState* clock = FindClock(run, timer.clock);
  return timer.kind == "overdue" && clock ? StartEscalation(run, *clock) : absl::OkStatus();
}

}  // namespace

absl::Status FireTimer(Run& run) {
  auto argument = run.command.args.find("timer");
  if (run.command.actor.kind != ActorClass::kSystem) return Error("SYSTEM_REQUIRED");
  int64_t no = argument != run.command.args.end() && argument->is_number_integer() ? argument->get<int64_t>() : 0;
  auto it = std::find_if(run.state.timers.begin(), run.state.timers.end(),
                         [&](const TimerState& timer) { return timer.no == no; });
  if (it == run.state.timers.end() || it->held) return Error("TIMER_GONE", {{"timer", std::to_string(no)}});
  if (it->due > run.now) return Error("TIMER_EARLY", {{"timer", std::to_string(no)}});
  TimerState timer = *it;
  run.state.timers.erase(it);
  if (timer.kind == "timeout")
    TimeOut(run, timer);
  else if (timer.kind == "until")
    ReachDate(run, timer);
  else if (timer.kind == "door")
    CloseInvitation(run, timer.activation);
  else if (IsEscalation(timer))
    return Escalate(run, timer);
  else
    return Warn(run, timer);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
