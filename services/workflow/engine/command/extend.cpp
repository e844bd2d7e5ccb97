// 延期: before expiry, as often and as long as the script allows, by somebody with the role it names.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const std::optional<ExtensionSpec>* RuleFor(Run& run, const ClockState& clock) {
  if (!clock.name.starts_with("step:")) return run.model.clock ? &run.model.clock->extension : nullptr;
  for (const Activation& activation : run.state.activations) {
    if (StepClockName(activation.no) == clock.name) return &run.model.Find(activation.step)->extension;
  }
  return nullptr;
}

// args.clock: "case" (when left out), "step:<n>", or the name of an active step.
ClockState* ClockMeant(Run& run) {
  auto argument = run.command.args.find("clock");
  std::string name =
      argument != run.command.args.end() && argument->is_string() ? argument->get<std::string>() : "case";
  if (ClockState* clock = FindClock(run, name)) return clock;
  for (const Activation& activation : run.state.activations) {
    if (activation.step == name) return FindClock(run, StepClockName(activation.no));
  }
  return nullptr;
}

absl::StatusOr<Period> PeriodAsked(Run& run, const ExtensionSpec& rule) {
  LIANBAN_ASSIGN_OR_RETURN(Period longest, PeriodInForce(run, rule.period));
  auto argument = run.command.args.find("period");
  if (argument == run.command.args.end() || !argument->is_string() || argument->get<std::string>().empty())
    return longest;
  LIANBAN_ASSIGN_OR_RETURN(Period asked, ParsePeriod(argument->get<std::string>()));
  if (asked.count == 0) return Error("PERIOD_INVALID", {{"period", FormatPeriod(asked)}});
  if (asked.unit != longest.unit || asked.count > longest.count) {
    return Error("EXTENSION_TOO_LONG", {{"asked", FormatPeriod(asked)}, {"max", FormatPeriod(longest)}});
  }
  return asked;
}

// 告知延长期限的理由。
void TellOfExtension(Run& run, const std::string& notice, const std::string& period) {
  if (notice.empty()) return;
  AddEffect(run, "notice", {{"template", notice}, {"period", period}, {"reason", run.command.reason}, {"told", ToldBy(run, nullptr)}});
  AddFact(run, "NoticeIssued", {{"notice", notice}, {"effect", run.effects.back().no}});
}

}  // namespace

absl::Status ExtendClock(Run& run) {
  ClockState* clock = ClockMeant(run);
  if (!clock || clock->met) return Error("CLOCK_UNKNOWN");
  const std::optional<ExtensionSpec>* rule = RuleFor(run, *clock);
  if (!rule || !rule->has_value()) return Error("EXTENSION_REFUSED");
  const ExtensionSpec& allowed = **rule;
  if (run.command.actor.kind != ActorClass::kPerson || !HasRole(run, allowed.role)) {
    return Error("EXTENSION_ROLE", {{"role", allowed.role}});
  }
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  if (static_cast<int>(clock->extensions.size()) >= allowed.times) {
    return Error("EXTENSION_USED", {{"times", std::to_string(allowed.times)}});
  }
  // While it stands still no time runs out; what had run out before it was stopped has run out.
  if (clock->paused_since.value_or(run.now) >= clock->due) {
    return Error("EXTENSION_TOO_LATE", {{"due", DateTimeText(clock->due, run.environment.zone)}});
  }
  LIANBAN_ASSIGN_OR_RETURN(Period more, PeriodAsked(run, allowed));
  LIANBAN_ASSIGN_OR_RETURN(Period period, ParsePeriod(clock->period));
  if (more.unit != period.unit)
    return Error("EXTENSION_TOO_LONG", {{"asked", FormatPeriod(more)}, {"max", clock->period}});
  // The whole is counted from the start, as the law counts it (60 + 30 = 90 days), so the roll is applied once.
  period.count += more.count;
  clock->period = FormatPeriod(period);
  clock->extensions.Edit().push_back(
      {{"period", FormatPeriod(more)}, {"approver", run.command.actor.user}, {"reason", run.command.reason}});
  AddFact(run, "ClockExtended",
          {{"clock", clock->name}, {"period", FormatPeriod(more)}, {"reason", run.command.reason}});
  TellOfExtension(run, allowed.notice, FormatPeriod(more));
  if (clock->paused_since) return absl::OkStatus();
  return RecomputeClock(run, *clock, "extension");
}

}  // namespace lianban::workflow
