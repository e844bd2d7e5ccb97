// Waiting for a message, for the applicant, for a date or a condition, or simply for a period to pass.

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// The way a wait is left when what it waited for has come.
absl::StatusOr<std::string> OutcomeOfUntil(const Step& step) {
  for (const std::string& outcome : step.outcome_order) {
    if (outcome != "timeout") return outcome;
  }
  return Error("OUTCOME_UNKNOWN", {{"outcome", "reached"}, {"step", step.title}, {"allowed", "timeout"}});
}

bool AwaitsSomebody(const Step& step) { return !step.message.empty() || step.of_applicant || step.of_parent; }

// The parent hears that this child has come to where it waits, and what it brings.
void ReportToParent(Run& run, const Step& step, const json& report) {
  auto parent = run.state.vars.find("parent");
  if (!step.of_parent || parent == run.state.vars.end()) return;
  AddEffect(run, "tell_parent", [&] {
    return json{{"parent", *parent}, {"status", "arrived"}, {"step", step.name}, {"report", report.is_object() ? report : json::object()}};
  });
}

absl::Status SetUntil(Run& run, const Step& step, int64_t no, const json& value, json why) {
  auto when = value.is_string() ? ParseDateTime(value.get<std::string>(), run.environment.zone)
                                : absl::StatusOr<absl::Time>(absl::InvalidArgumentError(""));
  if (!when.ok()) {
    return RuleFailed(run, *step.until, "RULE_TYPE",
                      "till 应当给出日期、日期时间、true 或 false (till must return a date, a date-time, true or false)");
  }
  TimerState timer;
  timer.no = run.NextNo();
  timer.kind = AwaitsSomebody(step) ? "timeout" : "until";
  timer.activation = no;
  timer.due = *when;
  run.state.timers.push_back(timer);
  FindActivation(run, no)->timers.push_back(timer.no);
  AddFact(run, "WaitStarted", [&] {
    return json{{"step", step.name}, {"until", DateTimeText(*when, run.environment.zone)}, {"explanation", std::move(why)}};
  });
  return absl::OkStatus();
}

json ExplainUntil(Run& run, const Step& step, const json& until) {
  if (!run.tells() || !until.is_string()) return json();
  const std::string day = until.get<std::string>();
  return ExplainRule(run, step, *step.until, {}, fmt::format("等到 {}", day), fmt::format("waits until {}", day));
}

// The waits whose condition has become true.
struct ReachedWait {
  int64_t activation;
  json why;
};
absl::StatusOr<std::vector<ReachedWait>> Reached(Run& run) {
  std::vector<ReachedWait> reached;
  absl::Status first = absl::OkStatus();
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (!step.until || !activation.timers.empty() || step.kind != StepKind::kWait || AwaitsSomebody(step)) continue;
    const absl::StatusOr<const json*> value = AskToRead(run, *step.until);
    if (!value.ok() && first.ok()) first = value.status();
    if (!value.ok() || **value != true) continue;
    reached.push_back({activation.no, ExplainRule(run, step, *step.until, {}, "认定所等的条件已经成立", "says that what it waits for is there")});
  }
  LIANBAN_RETURN_IF_ERROR(first);
  return reached;
}

}  // namespace

absl::Status EnterWait(Run& run, const Step& step) {
  static const json nothing;
  using Asked = absl::StatusOr<const json*>;
  const auto [asked_until, asked_report] = Together(run, [&] {
    const Asked until_when = step.until ? AskToRead(run, *step.until) : Asked(&nothing);
    return std::pair(until_when, step.report ? AskToRead(run, *step.report) : Asked(&nothing));
  });
  LIANBAN_ASSIGN_OR_RETURN(const json* until, asked_until);
  LIANBAN_ASSIGN_OR_RETURN(const json* report, asked_report);
  json why = ExplainUntil(run, step, *until);
  int64_t no = Activate(run, step);
  LIANBAN_RETURN_IF_ERROR(StartStepClock(run, step, no));
  ReportToParent(run, step, *report);
  IssueNotice(run, step, step.notice);
  if (!until->is_boolean() && !until->is_null()) return SetUntil(run, step, no, *until, std::move(why));
  AddFact(run, "WaitStarted", [&] { return json{{"step", step.name}}; });
  return absl::OkStatus();
}

absl::StatusOr<bool> CheckConditions(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(bool used, UseKeptMessage(run));
  if (used) return true;  // what it set in motion comes first
  LIANBAN_ASSIGN_OR_RETURN(std::vector<ReachedWait> reached, Together(run, [&] { return Reached(run); }));
  for (auto& [no, why] : reached) {
    if (!FindActivation(run, no)) continue;
    const Step& step = *run.model.Find(FindActivation(run, no)->step);
    LIANBAN_ASSIGN_OR_RETURN(std::string outcome, OutcomeOfUntil(step));
    AddFact(run, "WaitEnded", [&] { return json{{"step", step.name}, {"outcome", outcome}, {"explanation", std::move(why)}}; });
    Leave(run, no, outcome);
  }
  return !reached.empty();
}

}  // namespace lianban::workflow
