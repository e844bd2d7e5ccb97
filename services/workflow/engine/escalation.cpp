#include "services/workflow/engine/escalation.h"

#include <algorithm>
#include <array>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/time/deadline.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr std::string_view kTimer = "escalation:";
constexpr size_t kLevelsMax = 16;
constexpr std::array<std::string_view, 3> kColours = {"blue", "orange", "red"};

const json* ChainOf(const Run& run) {
  const json* chain = ParameterValue(run, "escalation." + run.model.process);
  if (!chain) chain = ParameterValue(run, "escalation");
  return chain && chain->is_array() && !chain->empty() && chain->size() <= kLevelsMax ? chain : nullptr;
}

// When a level comes, counted from the due date; nullopt when the parameter is no period.
std::optional<absl::Time> TimeOf(const Run& run, const ClockState& clock, const std::string& after) {
  if (after.ends_with("x")) {
    int times = std::atoi(after.c_str());
    if (times < 1 || times > 100) return std::nullopt;
    return clock.start + (clock.due - clock.start) * times;
  }
  auto period = ParsePeriod(after);
  if (!period.ok()) return std::nullopt;
  if (period->count == 0) return clock.due;
  // The last day of the period is the day before its first late instant.
  DeadlineRequest request;
  bool hours = period->unit == PeriodUnit::kHours || period->unit == PeriodUnit::kMinutes;
  request.start = hours ? clock.due : clock.due - absl::Microseconds(1);
  request.period = *period;
  return ComputeDeadline(request, run.environment.calendar, run.environment.zone).due;
}

void SetLevel(Run& run, const ClockState& clock, int64_t activation, size_t level, absl::Time due) {
  TimerState timer;
  timer.no = run.NextNo();
  timer.kind = fmt::format("{}{}", kTimer, level);
  timer.clock = clock.name;
  timer.activation = activation;
  timer.due = due;
  run.state.timers.push_back(std::move(timer));
}

int64_t ActivationOf(const ClockState& clock) {
  return clock.name.starts_with("step:") ? std::stoll(clock.name.substr(5)) : 0;
}

bool UnderClock(const Activation& activation, const TaskState& task, const ClockState& clock) {
  if (int64_t only = ActivationOf(clock)) return activation.no == only;
  if (clock.name.starts_with("task:")) return clock.name.substr(5) == std::to_string(task.no);
  if (clock.name.starts_with("unit:")) return task.desk.starts_with(clock.name.substr(5) + "/");
  return true;
}

void Notify(Run& run, const json& level, const ClockState& clock) {
  std::string role = TextAt(level, "role").empty() ? "leader" : TextAt(level, "role");
  std::string at = TextAt(level, "at");
  std::string unit = run.state.unit;
  if (!at.empty()) unit = run.environment.directory.UnitAtLevel(unit, at).value_or(unit);
  SendMessage(run, "overdue", unit + "/" + role, "",
              {{"clock", clock.name}, {"due", DateTimeText(clock.due, run.environment.zone)}});
}

absl::Status CarryOut(Run& run, const ClockState& clock, const json& level) {
  const std::string act = TextAt(level, "act");
  AddFact(run, "Escalated",
          {{"clock", clock.name},
           {"act", act},
           {"by", "system"},
           {"explanation",
            Explanation("期限届满后按参数自动升级", "escalated as the parameter says after the limit", "escalation",
                        {{"due", DateTimeText(clock.due, run.environment.zone)}, {"after", TextAt(level, "after")}},
                        "")}});
  if (act == "notify") Notify(run, level, clock);
  if (act == "supervise") {
    // Already as high: nothing to add.
    RaiseSupervision(run, TextAt(level, "level").empty() ? NextColour(run) : TextAt(level, "level"),
                     TextAt(level, "period"), "system")
        .IgnoreError();
  }
  for (Activation& activation : run.state.activations) {
    for (TaskState& task : activation.tasks) {
      if (!UnderClock(activation, task, clock) || task.desk == "applicant" || task.before != 0) continue;
      if (act == "urge") UrgeTask(run, task);
      if (act == "escalate") {
        MoveUp(run, task, TextAt(level, "at"), TextAt(level, "role").empty() ? "leader" : TextAt(level, "role"), "system");
      }
    }
  }
  return absl::OkStatus();
}

// Carries out what is due and sets the timer of the next level.
absl::Status RunChain(Run& run, const ClockState& clock, size_t level) {
  const json* chain = ChainOf(run);
  for (; chain && level < chain->size(); ++level) {
    const json& entry = (*chain)[level];
    auto due = entry.is_object() ? TimeOf(run, clock, TextAt(entry, "after")) : std::nullopt;
    if (!due) continue;
    if (*due > run.now) {
      SetLevel(run, clock, ActivationOf(clock), level, *due);
      return absl::OkStatus();
    }
    LIANBAN_RETURN_IF_ERROR(CarryOut(run, clock, entry));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsEscalation(const TimerState& timer) { return timer.kind.starts_with(kTimer); }

absl::Status StartEscalation(Run& run, const ClockState& clock) {
  const ClockState copy = clock;  // a supervision started on the way adds a clock of its own
  return RunChain(run, copy, 0);
}

absl::Status Escalate(Run& run, const TimerState& timer) {
  const ClockState* clock = FindClock(run, timer.clock);
  if (!clock || clock->met) return absl::OkStatus();
  const ClockState copy = *clock;
  return RunChain(run, copy, static_cast<size_t>(std::stoul(timer.kind.substr(kTimer.size()))));
}

bool MoveUp(Run& run, TaskState& task, const std::string& at, const std::string& role, std::string_view by) {
  const Directory& directory = run.environment.directory;
  const std::string unit = task.desk.substr(0, task.desk.find('/'));
  auto here = directory.units.find(unit);
  if (here == directory.units.end() || here->second.parent.empty()) return false;
  std::optional<std::string> above = at.empty() ? std::optional(here->second.parent)
                                                : directory.UnitAtLevel(here->second.parent, at);
  if (!above || !directory.units.contains(*above)) return false;
  const std::string from = task.desk;
  task.desk = directory.Current(*above) + "/" + role;
  if (task.desk == from) return false;
  task.assignee.clear();
  task.owner.clear();
  run.touched.push_back(task.no);
  json fact = {{"task", task.no}, {"step", task.step}, {"from", from}, {"desk", task.desk}, {"by", by}};
  if (!run.command.reason.empty()) fact["reason"] = run.command.reason;
  AddFact(run, "TaskEscalated", std::move(fact));
  SendMessage(run, "escalated", from, "", {{"step", task.step}});
  return true;
}

std::string NextColour(const Run& run) {
  auto now = run.state.vars.find("supervision");
  if (now == run.state.vars.end()) return std::string(kColours[0]);
  auto at = std::find(kColours.begin(), kColours.end(), TextAt(*now, "level"));
  return at == kColours.end() || at + 1 == kColours.end() ? "" : std::string(*(at + 1));
}

absl::Status RaiseSupervision(Run& run, const std::string& level, const std::string& period, std::string_view by) {
  auto colour = std::find(kColours.begin(), kColours.end(), level);
  const std::string present =
      run.state.vars.contains("supervision") ? TextAt(run.state.vars["supervision"], "level") : "";
  auto before = std::find(kColours.begin(), kColours.end(), present);
  if (colour == kColours.end() || (before != kColours.end() && colour <= before))
    return Error("SUPERVISION_LEVEL", {{"level", level}, {"present", present.empty() ? "-" : present}});
  if (!period.empty()) LIANBAN_RETURN_IF_ERROR(StartSupervisionClock(run, period));
  run.state.vars.Edit("supervision") = {{"level", level}, {"by", by == "system" ? "system" : run.command.actor.user}};
  json fact = {{"level", level}, {"by", by}};
  if (!run.command.reason.empty()) fact["reason"] = run.command.reason;
  AddFact(run, "Supervised", std::move(fact));
  // Blue reminds who has it; orange also tells the leader of the unit, red the one above.
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (task.desk != "applicant")
        SendMessage(run, "supervision", task.desk, task.assignee, {{"level", level}, {"step", task.step}});
    }
  }
  if (level == "blue") return absl::OkStatus();
  SendMessage(run, "supervision", run.state.unit + "/leader", "", {{"level", level}});
  auto here = run.environment.directory.units.find(run.state.unit);
  if (level == "red" && here != run.environment.directory.units.end() && !here->second.parent.empty())
    SendMessage(run, "supervision", here->second.parent + "/leader", "", {{"level", level}});
  return absl::OkStatus();
}

void UrgeTask(Run& run, const TaskState& task) {
  SendMessage(run, "urge", task.desk, task.assignee, {{"step", task.step}});
}

}  // namespace lianban::workflow
