#include "services/workflow/engine/clocks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clock_timers.h"
#include "services/workflow/engine/department_clocks.h"
#include "services/workflow/engine/due_date.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/look_up.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

absl::Status StartClock(Run& run, std::string name, const Period& period, const std::string& basis, absl::Time start) {
  ClockState clock;
  clock.name = std::move(name);
  clock.period = FormatPeriod(period);
  clock.start = start;
  clock.basis = basis;
  Deadline deadline = CountDue(run, clock, period);
  clock.due = deadline.due;
  clock.unverified = deadline.unverified;
  AddFact(run, "ClockStarted", [&] {
    json fact = {{"clock", clock.name},
                 {"due", DateTimeText(clock.due, run.environment.zone)},
                 {"explanation", ExplainDue(run, clock, period, deadline)}};
    if (clock.unverified) fact["unverified"] = true;
    return fact;
  });
  run.state.clocks.push_back(std::move(clock));
  return absl::OkStatus();
}

absl::Status StartClock(Run& run, std::string name, const PeriodSpec& spec, const std::string& basis) {
  LIANBAN_ASSIGN_OR_RETURN(Period period, PeriodInForce(run, spec));
  return StartClock(run, std::move(name), period, basis, StartOf(run, spec));
}

// What an instance's item says of its time, otherwise what the step says.
absl::StatusOr<std::optional<Period>> PeriodOfInstance(const Run& run, const Step& step, const json& item) {
  if (item.is_object() && item.contains("within") && item["within"].is_string()) {
    return ParsePeriod(item["within"].get<std::string>());
  }
  if (!step.each_within || !HasPeriod(run, *step.each_within)) return std::nullopt;
  return PeriodInForce(run, *step.each_within);
}

}  // namespace

std::string StepClockName(int64_t activation) { return absl::StrCat("step:", activation); }

absl::Status StartCaseClocks(Run& run, const std::string& step) {
  if (!run.model.clock) return absl::OkStatus();
  const ClockSpec& spec = *run.model.clock;
  bool begins = step.empty() ? spec.starts.empty() : Contains(spec.starts, step);
  if (!begins || FindClock(run, "case")) return absl::OkStatus();
  if (!HasPeriod(run, spec.statutory)) return absl::OkStatus();
  if (spec.promised) LIANBAN_RETURN_IF_ERROR(StartClock(run, "promised", *spec.promised, spec.basis));
  LIANBAN_RETURN_IF_ERROR(StartClock(run, "case", spec.statutory, spec.basis));
  for (const char* name : {"case", "promised"}) {
    if (const ClockState* clock = FindClock(run, name)) SetTimers(run, *clock, true);
  }
  return absl::OkStatus();
}

void MeetAllClocks(Run& run) {
  for (ClockState& clock : run.state.clocks) {
    if (clock.met) continue;
    clock.met = run.now;
    DropTimers(run, clock.name);
  }
}

void MeetCaseClocks(Run& run, const std::string& step) {
  if (!run.model.clock || !Contains(run.model.clock->ends, step)) return;
  for (const char* name : {"case", "promised"}) {
    ClockState* clock = FindClock(run, name);
    if (!clock || clock->met) continue;
    clock->met = run.now;
    DropTimers(run, name);
    AddFact(run, "ClockMet", [&] { return json{{"clock", name}, {"late", run.now >= clock->due}}; });
  }
}

absl::Status StartStepClock(Run& run, const Step& step, int64_t activation) {
  if (!step.within || !HasPeriod(run, *step.within)) return absl::OkStatus();
  const LawOf law(run, step);
  const PeriodSpec& period = law.step().within ? *law.step().within : *step.within;
  LIANBAN_RETURN_IF_ERROR(StartClock(run, StepClockName(activation), period, step.basis));
  SetTimers(run, run.state.clocks.back(), true);
  return absl::OkStatus();
}

void DropStepClock(Run& run, int64_t activation) {
  std::string name = StepClockName(activation);
  DropTimers(run, name);
  std::erase_if(run.state.timers, [&](const TimerState& timer) { return timer.activation == activation; });
  std::erase_if(run.state.clocks, [&](const ClockState& clock) { return clock.name == name; });
}

std::string TaskClockName(int64_t task) { return absl::StrCat("task:", task); }

absl::Status StartTaskClock(Run& run, const Step& step, const TaskState& task) {
  if (!step.each) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(std::optional<Period> period, PeriodOfInstance(run, step, *task.item));
  if (!period) return absl::OkStatus();
  LIANBAN_RETURN_IF_ERROR(StartClock(run, TaskClockName(task.no), *period, step.basis, run.now));
  SetTimers(run, run.state.clocks.back());
  return absl::OkStatus();
}

void DropTaskClock(Run& run, int64_t task) {
  const std::string name = TaskClockName(task);
  DropTimers(run, name);
  std::erase_if(run.state.clocks, [&](const ClockState& clock) { return clock.name == name; });
}

absl::Status RecomputeClock(Run& run, ClockState& clock, std::string_view why) {
  LIANBAN_ASSIGN_OR_RETURN(Period period, ParsePeriod(clock.period));
  Deadline deadline = CountDue(run, clock, period);
  bool moved = deadline.due != clock.due || deadline.unverified != clock.unverified;
  const absl::Time before = clock.due;
  clock.due = deadline.due;
  clock.unverified = deadline.unverified;
  SetTimers(run, clock);
  if (!moved) return absl::OkStatus();
  AddFact(run, "ClockMoved", [&] {
    json fact = {{"clock", clock.name},
                 {"why", why},
                 {"before", DateTimeText(before, run.environment.zone)},
                 {"due", DateTimeText(clock.due, run.environment.zone)},
                 {"explanation", ExplainDue(run, clock, period, deadline)}};
    if (clock.unverified) fact["unverified"] = true;
    return fact;
  });
  return absl::OkStatus();
}

namespace {

// The last day that does not count. What runs out is over with its last day, at 24:00, and the next day counts again (R5, R8).
absl::CivilDay LastOf(const Run& run, absl::Time from) {
  absl::CivilDay day = run.Today();
  const bool runs_out = run.command.kind == CommandKind::kFireTimer && absl::FromCivil(day, run.environment.zone) == run.now;
  return runs_out ? std::max(day - 1, absl::ToCivilDay(from, run.environment.zone)) : day;
}

void AddPause(Run& run, ClockState& clock, absl::Time from, const std::string& ground) {
  const absl::TimeZone& zone = run.environment.zone;
  json pause = {{"notice", DateText(from, zone)},
                {"received", absl::FormatCivilTime(LastOf(run, from))},
                {"from", absl::ToUnixMicros(from)},
                {"to", absl::ToUnixMicros(run.now)}};
  if (!ground.empty()) pause["ground"] = ground;
  clock.pauses.Edit().push_back(std::move(pause));
}

}  // namespace

absl::Status PauseClock(Run& run, ClockState& clock, const std::string& ground) {
  if (clock.met || clock.paused_since) return absl::OkStatus();
  clock.paused_since = run.now;
  clock.ground = ground;
  HoldTimers(run, clock);
  AddFact(run, "ClockPaused", {{"clock", clock.name}, {"reason", ground}});
  return absl::OkStatus();
}

absl::Status ResumeClock(Run& run, ClockState& clock) {
  if (clock.met || !clock.paused_since) return absl::OkStatus();
  AddPause(run, clock, *clock.paused_since, clock.ground);
  clock.paused_since.reset();
  clock.ground.clear();
  AddFact(run, "ClockResumed", {{"clock", clock.name}});
  return RecomputeClock(run, clock, "pause");
}

absl::Status StartNamedClock(Run& run, const std::string& name, const std::string& text) {
  LIANBAN_ASSIGN_OR_RETURN(Period period, ParsePeriod(text));
  LIANBAN_RETURN_IF_ERROR(StartClock(run, name, period, "", run.now));
  SetTimers(run, run.state.clocks.back());
  return absl::OkStatus();
}

void MeetClock(Run& run, ClockState& clock) {
  clock.met = run.now;
  clock.paused_since.reset();
  clock.ground.clear();
  DropTimers(run, clock.name);
}

absl::Status ContinueClock(Run& run, ClockState& clock, const std::string& ground) {
  AddPause(run, clock, *clock.met, ground);
  clock.met.reset();
  return RecomputeClock(run, clock, ground);
}

absl::Status StartSupervisionClock(Run& run, const std::string& period) {
  LIANBAN_RETURN_IF_ERROR(ParsePeriod(period).status());
  EndSupervisionClock(run);
  return StartNamedClock(run, "supervision", period);
}

void EndSupervisionClock(Run& run) {
  DropTimers(run, "supervision");
  std::erase_if(run.state.clocks, [](const ClockState& clock) { return clock.name == "supervision"; });
}

absl::Status ReopenClocks(Run& run, absl::Time finished) {
  for (ClockState& clock : run.state.clocks) {
    if (clock.met != finished || clock.name.starts_with("unit:") || clock.name == "supervision") continue;
    LIANBAN_RETURN_IF_ERROR(ContinueClock(run, clock, "closed"));
  }
  return absl::OkStatus();
}

const ClockState* GuidingClock(const CaseState& state) {
  const ClockState* guiding = nullptr;
  for (const ClockState& clock : state.clocks) {
    if (clock.met) continue;
    if (clock.name == "promised") return &clock;
    if (clock.name == "case") guiding = &clock;
  }
  return guiding;
}

absl::Status SettleClocks(Run& run) {
  if (run.model.clock && run.running()) {
    const Activation* pausing = nullptr;
    for (const Activation& activation : run.state.activations) {
      if (Contains(run.model.clock->pauses, activation.step)) pausing = &activation;
    }
    for (const char* name : {"case", "promised"}) {
      ClockState* clock = FindClock(run, name);
      if (!clock) continue;
      LIANBAN_RETURN_IF_ERROR(pausing ? PauseClock(run, *clock, pausing->step) : ResumeClock(run, *clock));
    }
  }
  LIANBAN_RETURN_IF_ERROR(SettleDepartmentClocks(run));
  const ClockState* guiding = GuidingClock(run.state);
  for (Activation& activation : run.state.activations) {
    const ClockState* own = FindClock(run, StepClockName(activation.no));
    for (TaskState& task : activation.tasks) {
      const ClockState* clock = activation.instances > 1 ? FindClock(run, TaskClockName(task.no)) : nullptr;
      if (!clock) clock = own ? own : DepartmentClock(run, task);
      if (!clock) clock = guiding;
      std::optional<absl::Time> due = clock ? std::optional(clock->due) : std::nullopt;
      if (task.due == due) continue;
      task.due = due;
      run.touched.push_back(task.no);
    }
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
