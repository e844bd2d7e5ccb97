#include "services/workflow/engine/clocks.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/department_clocks.h"
#include "services/workflow/engine/escalation.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/time/deadline.h"
#include "services/workflow/time/light.h"
#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

bool CountsInHours(const Period& period) {
  return period.unit == PeriodUnit::kMinutes || period.unit == PeriodUnit::kHours;
}

const Step* StepOfClock(Run& run, const ClockState& clock) {
  if (!clock.name.starts_with("step:")) return nullptr;
  for (const Activation& activation : run.state.activations) {
    if (StepClockName(activation.no) == clock.name) return run.model.Find(activation.step);
  }
  return nullptr;
}

bool Rolls(Run& run, const ClockState& clock) {
  if (const Step* step = StepOfClock(run, clock)) return !step->within || step->within->roll;
  if (!run.model.clock || (clock.name != "case" && clock.name != "promised")) return true;
  if (clock.name == "promised" && run.model.clock->promised) return run.model.clock->promised->roll;
  return run.model.clock->statutory.roll;
}

std::optional<absl::CivilDay> DayOf(const json& pause, const char* key) {
  absl::CivilDay day;
  if (!pause.contains(key) || !absl::ParseCivilTime(pause[key].get<std::string>(), &day)) return std::nullopt;
  return day;
}

// Hours stand still by the hour, days by whole days (R8).
Deadline Count(Run& run, const ClockState& clock, const Period& period) {
  DeadlineRequest request;
  request.start = clock.start;
  request.period = period;
  request.roll = Rolls(run, clock);
  absl::Duration stood;
  for (const json& pause : clock.pauses) {
    if (CountsInHours(period)) {
      stood += absl::Microseconds(pause.value("to", int64_t{0}) - pause.value("from", int64_t{0}));
    } else if (auto notice = DayOf(pause, "notice")) {
      request.pauses.push_back({*notice, DayOf(pause, "received")});
    }
  }
  Deadline deadline = ComputeDeadline(request, run.environment.calendar, run.environment.zone);
  deadline.due += stood;
  return deadline;
}

json DueExplanation(const Run& run, const ClockState& clock, const Period& period, const Deadline& deadline) {
  std::string from = DateText(clock.start, run.environment.zone);
  json inputs = {{"start", from}, {"period", clock.period}};
  if (!clock.pauses.empty()) inputs["pauses"] = clock.pauses;
  std::string zh, en;
  if (CountsInHours(period)) {
    std::string due = DateTimeText(clock.due, run.environment.zone);
    zh = fmt::format("自 {} 起 {}，至 {} 届满", DateTimeText(clock.start, run.environment.zone),
                     PeriodInChinese(period), due);
    en = fmt::format("{} from {}: ends {}", clock.period, DateTimeText(clock.start, run.environment.zone), due);
  } else {
    zh = fmt::format("自 {} 起 {}，起始日不计，最后一日为 {}", from, PeriodInChinese(period),
                     absl::FormatCivilTime(deadline.last_day));
    en = fmt::format("{} from {}, the starting day not counted: last day {}", clock.period, from,
                     absl::FormatCivilTime(deadline.last_day));
    if (deadline.last_day != deadline.nominal_day) {
      zh += fmt::format("（{} 为休息日，顺延）", absl::FormatCivilTime(deadline.nominal_day));
      en += fmt::format(" (rolled from {}, a rest day)", absl::FormatCivilTime(deadline.nominal_day));
    }
  }
  if (deadline.unverified) {
    zh += "；当年放假安排未公布，暂计";
    en += "; provisional, the calendar of that year is not loaded";
  }
  return Explanation(std::move(zh), std::move(en), "deadline", std::move(inputs), clock.basis);
}

std::string TimerKindOf(const Step& step) {
  if (!step.invite.empty()) return "door";
  return step.on.contains("timeout") ? "timeout" : "overdue";
}

void DropTimers(Run& run, std::string_view clock) {
  std::erase_if(run.state.timers, [&](const TimerState& timer) { return timer.clock == clock; });
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

// Which timers a clock has at this moment. One that has gone off does not come back unless its date moved ahead of now; a
// new one may be late from the start, when it counts from an earlier day.
void SetTimers(Run& run, const ClockState& clock, bool is_new = false) {
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
  absl::Time yellow = YellowFromOf(run.environment, run.state.area, clock.start, clock.due);
  bool guides = clock.name == "promised" || (clock.name == "case" && !FindClock(run, "promised"));
  if (guides && yellow > run.now && yellow < clock.due) AddTimer(run, "warning", clock, 0, yellow);
  if (first) AddTimer(run, "overdue", clock, 0, clock.due);
}

void HoldTimers(Run& run, const ClockState& clock) {
  for (TimerState& timer : run.state.timers) {
    if (timer.clock == clock.name) timer.held = true;
  }
}

absl::Status StartClock(Run& run, std::string name, const Period& period, const std::string& basis, absl::Time start) {
  ClockState clock;
  clock.name = std::move(name);
  clock.period = FormatPeriod(period);
  clock.start = start;
  clock.basis = basis;
  Deadline deadline = Count(run, clock, period);
  clock.due = deadline.due;
  clock.unverified = deadline.unverified;
  json fact = {{"clock", clock.name},
               {"due", DateTimeText(clock.due, run.environment.zone)},
               {"explanation", DueExplanation(run, clock, period, deadline)}};
  if (clock.unverified) fact["unverified"] = true;
  AddFact(run, "ClockStarted", std::move(fact));
  run.state.clocks.push_back(std::move(clock));
  return absl::OkStatus();
}

// The day that the period counts from stands in the form (结案日, 生效日); while it does not, it counts from now.
absl::Time StartOf(const Run& run, const PeriodSpec& spec) {
  auto value = run.state.form.find(spec.since);
  if (spec.since.empty() || value == run.state.form.end() || !value->is_string()) return run.now;
  return ParseDateTime(value->get<std::string>(), run.environment.zone).value_or(run.now);
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

int64_t NumberSet(const Environment& environment, std::string_view area, const char* key, int64_t usual, int64_t most) {
  const json* value = environment.parameters.Find(key, area);
  return value && value->is_number_integer() ? std::clamp<int64_t>(value->get<int64_t>(), 0, most) : usual;
}

}  // namespace

std::string StepClockName(int64_t activation) { return fmt::format("step:{}", activation); }

bool HasPeriod(const Run& run, const PeriodSpec& spec) {
  const FieldRef* reference = std::get_if<FieldRef>(&spec.count);
  if (!reference) return true;
  auto value = run.state.form.find(reference->field);
  return value != run.state.form.end() && value->is_string() && !value->get<std::string>().empty();
}

absl::StatusOr<Period> PeriodInForce(const Run& run, const PeriodSpec& spec) {
  if (const int64_t* count = std::get_if<int64_t>(&spec.count)) return Period{spec.unit, *count};
  if (const FieldRef* reference = std::get_if<FieldRef>(&spec.count)) {
    return ParsePeriod(run.state.form.value(reference->field, std::string()));
  }
  const std::string& key = std::get<ParamRef>(spec.count).key;
  const json* value = ParameterValue(run, key);
  if (!value) return Error("PARAM_UNSET", {{"key", key}});
  if (value->is_number_integer()) {
    int64_t count = value->get<int64_t>();
    if (count >= 0 && count <= PeriodCountMax(spec.unit)) return Period{spec.unit, count};
  } else if (value->is_string()) {
    return ParsePeriod(value->get<std::string>());
  }
  return Error("PERIOD_INVALID", {{"period", value->dump()}});
}

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
    AddFact(run, "ClockMet", {{"clock", name}, {"late", run.now >= clock->due}});
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

std::string TaskClockName(int64_t task) { return fmt::format("task:{}", task); }

absl::Status StartTaskClock(Run& run, const Step& step, const TaskState& task) {
  if (!step.each) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(std::optional<Period> period, PeriodOfInstance(run, step, task.item));
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
  Deadline deadline = Count(run, clock, period);
  bool moved = deadline.due != clock.due || deadline.unverified != clock.unverified;
  std::string before = DateTimeText(clock.due, run.environment.zone);
  clock.due = deadline.due;
  clock.unverified = deadline.unverified;
  SetTimers(run, clock);
  if (!moved) return absl::OkStatus();
  json fact = {{"clock", clock.name},
               {"why", why},
               {"before", before},
               {"due", DateTimeText(clock.due, run.environment.zone)},
               {"explanation", DueExplanation(run, clock, period, deadline)}};
  if (clock.unverified) fact["unverified"] = true;
  AddFact(run, "ClockMoved", std::move(fact));
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
  clock.pauses.push_back(std::move(pause));
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

absl::Time YellowFromOf(const Environment& environment, std::string_view area, absl::Time start, absl::Time due) {
  return YellowFrom(start, due, environment.calendar, environment.zone,
                    static_cast<int>(NumberSet(environment, area, "light.yellow_percent", environment.yellow_percent, 100)),
                    static_cast<int>(NumberSet(environment, area, "light.yellow_workdays", environment.yellow_workdays, 365)));
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
