#include "services/workflow/migration/migrate.h"

#include <algorithm>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/escalation.h"
#include "services/workflow/engine/law.h"

namespace lianban::workflow {
namespace {

std::vector<std::string> Without(const std::vector<std::string>& names, const std::vector<std::string>& others) {
  std::vector<std::string> left;
  for (const std::string& name : names) {
    if (std::find(others.begin(), others.end(), name) == others.end()) left.push_back(name);
  }
  return left;
}

// The period a clock runs by, and whether it follows the law of today. nullptr: the process does not set it.
struct Limit {
  const PeriodSpec* period = nullptr;
  bool as_of_today = false;
  std::string basis;
};

Limit LimitOf(const Model& model, const CaseState& state, const ClockState& clock) {
  if (model.clock && clock.name == "case") return {&model.clock->statutory, model.clock->as_of_today, model.clock->basis};
  if (model.clock && clock.name == "promised" && model.clock->promised) {
    return {&*model.clock->promised, model.clock->as_of_today, model.clock->basis};
  }
  for (const Activation& activation : state.activations) {
    if (clock.name != StepClockName(activation.no)) continue;
    const Step* step = model.Find(activation.step);
    if (step != nullptr && step->within) return {&*step->within, step->as_of_today, step->basis};
  }
  return {};
}

void CompareTasks(const CaseState& before, const Model& from, const Model& to, Migration& migration) {
  for (size_t i = 0; i < before.activations.size(); ++i) {
    const Activation& old = before.activations[i];
    const Activation& now = migration.next.activations[i];
    const auto anew = [&](const AnewEntry& entry) { return entry.activation == old.no; };
    if (std::any_of(migration.anew.begin(), migration.anew.end(), anew)) continue;
    const Step& old_step = *from.Find(old.step);
    const Step& step = *to.Find(now.step);
    for (size_t t = 0; t < old.tasks.size(); ++t) {
      MigratedTask task{old.tasks[t].no, old.step, now.step, old.tasks[t].title, now.tasks[t].title,
                        Without(old_step.outcome_order, step.outcome_order),
                        Without(step.outcome_order, old_step.outcome_order)};
      const bool same = task.title == task.title_before && old.step == now.step && task.outcomes_gone.empty() &&
                        task.outcomes_new.empty() && old.tasks[t].due == now.tasks[t].due;
      if (!same) migration.tasks.push_back(std::move(task));
    }
  }
}

void CompareClocks(const CaseState& before, Migration& migration) {
  for (const ClockState& clock : migration.next.clocks) {
    const auto old = std::find_if(before.clocks.begin(), before.clocks.end(), [&](const auto& c) { return c.name == clock.name; });
    if (old == before.clocks.end() || (old->due == clock.due && old->period == clock.period)) continue;
    migration.clocks.push_back({clock.name, old->period, clock.period, old->due, clock.due});
  }
}

// Clocks that follow the law of today are counted again with the period of the new script.
absl::Status CountAgain(Run& run) {
  std::vector<std::string> names;
  for (const ClockState& clock : run.state.clocks) {
    if (!clock.met) names.push_back(clock.name);
  }
  for (const std::string& name : names) {
    ClockState* clock = FindClock(run, name);
    const Limit limit = LimitOf(run.model, run.state, *clock);
    if (limit.period == nullptr || !limit.as_of_today || !HasPeriod(run, *limit.period)) continue;
    LIANBAN_ASSIGN_OR_RETURN(const Period period, PeriodInForce(run, *limit.period));
    clock->basis = limit.basis;
    if (FormatPeriod(period) == clock->period) continue;
    clock->period = FormatPeriod(period);
    LIANBAN_RETURN_IF_ERROR(RecomputeClock(run, *clock, "law"));
    if (!clock->paused_since) continue;
    for (TimerState& timer : run.state.timers) timer.held |= timer.clock == name;
  }
  return SettleClocks(run);
}

// What happens when the time of a step runs out is for the new script to say.
void FollowTimeouts(Run& run) {
  for (TimerState& timer : run.state.timers) {
    if (IsEscalation(timer) || timer.clock != StepClockName(timer.activation)) continue;
    if (timer.kind != "timeout" && timer.kind != "overdue") continue;
    const Activation* activation = FindActivation(run, timer.activation);
    if (activation != nullptr) timer.kind = run.model.Find(activation->step)->on.contains("timeout") ? "timeout" : "overdue";
  }
}

}  // namespace

absl::StatusOr<Migration> Migrate(const CaseState& state, const Model& from, const Model& to, const Environment& environment,
                                  absl::Time now, const std::map<std::string, std::string>& renamed) {
  Migration migration;
  migration.next = state;
  const Renaming renaming(renamed);
  migration.obstacles = ObstaclesOf(state, from, to, renaming, &migration.anew);
  if (!migration.possible()) return migration;
  Command command;
  command.kind = CommandKind::kMigrate;
  command.actor.kind = ActorClass::kSystem;
  const RuleMemo memo;
  const auto nobody = [](const NeedsRules&) { LIANBAN_CHECK(false, "clocks ask no rules"); };
  Run run{.model = to, .environment = environment, .command = command, .now = now, .memo = memo, .ask = nobody,
          .state = renaming.Apply(state, from, to)};
  run.state.last.reset();
  KeepLaw(run, from.hash, 0);
  FollowTimeouts(run);
  LIANBAN_RETURN_IF_ERROR(CountAgain(run));
  migration.next = std::move(run.state);
  migration.facts = std::move(run.facts);
  CompareTasks(state, from, to, migration);
  CompareClocks(state, migration);
  return migration;
}

}  // namespace lianban::workflow
