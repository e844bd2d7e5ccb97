#include "services/workflow/engine/due_date.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

bool CountsInHours(const Period& period) {
  return period.unit == PeriodUnit::kMinutes || period.unit == PeriodUnit::kHours;
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

// What was added back: the days after the notice up to the one on which it was supplied. Without them the sum does not come out.
void TellPauses(const Run& run, const ClockState& clock, const Period& period, std::string& zh, std::string& en) {
  for (const json& pause : *clock.pauses) {
    std::string from, to;
    if (CountsInHours(period)) {
      if (!pause.contains("to")) continue;
      from = DateTimeText(absl::FromUnixMicros(pause.value("from", int64_t{0})), run.environment.zone);
      to = DateTimeText(absl::FromUnixMicros(pause.value("to", int64_t{0})), run.environment.zone);
    } else {
      const auto notice = DayOf(pause, "notice"), received = DayOf(pause, "received");
      if (!notice || !received || *received <= *notice) continue;
      from = absl::FormatCivilTime(*notice + 1);
      to = absl::FormatCivilTime(*received);
    }
    zh += from == to ? fmt::format("，{} 不计", from) : fmt::format("，{} 至 {} 不计", from, to);
    en += from == to ? fmt::format(", {} not counted", from) : fmt::format(", {} to {} not counted", from, to);
  }
}

}  // namespace

const Step* StepOfClock(Run& run, const ClockState& clock) {
  if (!clock.name.starts_with("step:")) return nullptr;
  for (const Activation& activation : run.state.activations) {
    if (StepClockName(activation.no) == clock.name) return run.model.Find(activation.step);
  }
  return nullptr;
}

// Hours stand still by the hour, days by whole days (R8).
Deadline CountDue(Run& run, const ClockState& clock, const Period& period) {
  DeadlineRequest request;
  request.start = clock.start;
  request.period = period;
  request.roll = Rolls(run, clock);
  absl::Duration stood;
  for (const json& pause : *clock.pauses) {
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

json ExplainDue(const Run& run, const ClockState& clock, const Period& period, const Deadline& deadline) {
  std::string from = DateText(clock.start, run.environment.zone);
  json inputs = {{"start", from}, {"period", clock.period}};
  if (!clock.pauses.empty()) inputs["pauses"] = *clock.pauses;
  std::string zh, en;
  if (CountsInHours(period)) {
    std::string due = DateTimeText(clock.due, run.environment.zone);
    const std::string begin = DateTimeText(clock.start, run.environment.zone);
    zh = fmt::format("自 {} 起 {}", begin, PeriodInChinese(period));
    en = fmt::format("{} from {}", clock.period, begin);
    TellPauses(run, clock, period, zh, en);
    zh += fmt::format("，至 {} 届满", due);
    en += fmt::format(": ends {}", due);
  } else {
    zh = fmt::format("自 {} 起 {}，起始日不计", from, PeriodInChinese(period));
    en = fmt::format("{} from {}, the starting day not counted", clock.period, from);
    TellPauses(run, clock, period, zh, en);
    zh += "，最后一日为 " + absl::FormatCivilTime(deadline.last_day);
    en += ": last day " + absl::FormatCivilTime(deadline.last_day);
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

bool HasPeriod(const Run& run, const PeriodSpec& spec) {
  const FieldRef* reference = std::get_if<FieldRef>(&spec.count);
  if (!reference) return true;
  auto value = run.state.form.find(reference->field);
  return value != run.state.form.end() && value->is_string() && !value->get<std::string>().empty();
}

absl::StatusOr<Period> PeriodInForce(const Run& run, const PeriodSpec& spec) {
  if (const int64_t* count = std::get_if<int64_t>(&spec.count)) return Period{spec.unit, *count};
  if (const FieldRef* reference = std::get_if<FieldRef>(&spec.count)) {
    return ParsePeriod(run.state.form.value(reference->field, ""));
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

absl::Time StartOf(const Run& run, const PeriodSpec& spec) {
  auto value = run.state.form.find(spec.since);
  if (spec.since.empty() || value == run.state.form.end() || !value->is_string()) return run.now;
  return ParseDateTime(value->get<std::string>(), run.environment.zone).value_or(run.now);
}

}  // namespace lianban::workflow
