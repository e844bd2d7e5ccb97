#include "services/workflow/migration/migrate.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"

namespace lianban::workflow {
namespace {

std::vector<std::string> Without(const std::vector<std::string>& names, const std::vector<std::string>& others) {
  std::vector<std::string> left;
  for (const std::string& name : names) {
    if (std::find(others.begin(), others.end(), name) == others.end()) left.push_back(name);
  }
  return left;
}

// Places are "<join>#<group>", "<join>~<group>", "<join>!" and "<step>@"; no name of a step holds such a sign.
constexpr char kMarks[] = "#~@!";

// The period a clock runs by, and whether it follows the law of today. nullptr: the process does not set it.
struct Limit {
  const PeriodSpec* period = nullptr;
  bool as_of_today = false;
};

Limit LimitOf(const Model& model, const CaseState& state, const ClockState& clock) {
  if (model.clock && clock.name == "case") return {&model.clock->statutory, model.clock->as_of_today};
  if (model.clock && clock.name == "promised" && model.clock->promised) {
    return {&*model.clock->promised, model.clock->as_of_today};
  }
  for (const Activation& activation : state.activations) {
    if (clock.name != StepClockName(activation.no)) continue;
    const Step* step = model.Find(activation.step);
    if (step != nullptr && step->within) return {&*step->within, step->as_of_today};
  }
  return {};
}

class Mover {
 public:
  Mover(const CaseState& state, const Model& from, const Model& to, const std::map<std::string, std::string>& renamed)
      : state_(state), from_(from), to_(to), renamed_(renamed) {}

  std::vector<MigrationObstacle> Obstacles() {
    if (from_.process != to_.process) Stop("OTHER_PROCESS", to_.process, "不是同一个流程", "is another process");
    if (IsOver(state_.status)) Stop("CASE_OVER", "", "已经办结，不再迁移", "the case is over");
    for (const Activation& activation : state_.activations) CheckActivation(activation);
    for (const auto& [place, count] : state_.tokens) {
      if (count > 0) CheckPlace(place);
    }
    return std::move(obstacles_);
  }

  // The state under the new names.
  CaseState Renamed() const {
    CaseState next = state_;
    for (Activation& activation : next.activations) {
      activation.step = NewName(activation.step);
      const Step* step = to_.Find(activation.step);
      for (TaskState& task : activation.tasks) {
        task.step = activation.step;
        // A title somebody gave an instance stays.
        const Step* old = from_.Find(OldName(activation.no));
        if (step != nullptr && old != nullptr && task.title == old->title) task.title = step->title;
      }
    }
    next.tokens.clear();
    for (const auto& [place, count] : state_.tokens) next.tokens[NewPlace(place)] = count;
    next.held.clear();
    for (const auto& [set, hold] : state_.held) next.held[NewName(set)] = {NewName(hold.member), hold.claims};
    return next;
  }

  std::string NewName(const std::string& step) const {
    const auto it = renamed_.find(step);
    return it == renamed_.end() ? step : it->second;
  }

 private:
  std::string OldName(int64_t activation) const {
    for (const Activation& each : state_.activations) {
      if (each.no == activation) return each.step;
    }
    return "";
  }

  std::string NewPlace(const std::string& place) const {
    const size_t mark = place.find_first_of(kMarks);
    return mark == std::string::npos ? place : NewName(place.substr(0, mark)) + place.substr(mark);
  }

  void Stop(std::string code, std::string place, std::string_view zh, std::string_view en) {
    obstacles_.push_back({std::move(code), place, fmt::format("{}{}", place.empty() ? "" : "“" + place + "”", zh),
                          fmt::format("{} {}", place, en)});
  }

  void CheckActivation(const Activation& activation) {
    const Step* before = from_.Find(activation.step);
    const Step* after = to_.Find(NewName(activation.step));
    if (after == nullptr) return Stop("STEP_GONE", activation.step, "在新版本中没有了", "does not exist in the new release");
    if (before == nullptr) return;  // already of the new names
    if (before->kind != after->kind) {
      return Stop("KIND_CHANGED", activation.step, "在新版本中是另一种环节", "is another kind of step in the new release");
    }
    if (before->mode != after->mode) {
      Stop("INSTANCES_CHANGED", activation.step, "由几人办理的方式变了", "is answered by several in another way now");
    }
  }

  // Tokens that wait at a join stay where they are only if its branches are the same.
  void CheckPlace(const std::string& place) {
    const std::string name = place.substr(0, place.find_first_of(kMarks));
    const Step* before = from_.Find(name);
    const Step* after = to_.Find(NewName(name));
    if (after == nullptr) return Stop("STEP_GONE", name, "在新版本中没有了", "does not exist in the new release");
    if (before == nullptr || before->kind != StepKind::kJoin) return;
    const bool same = before->wait_for == after->wait_for && before->n_of == after->n_of && SameGroups(*before, *after);
    if (!same) Stop("JOIN_CHANGED", name, "汇合的分支变了，已到达的不知归于何处", "gathers other branches now");
  }

  bool SameGroups(const Step& before, const Step& after) const {
    if (before.groups.size() != after.groups.size()) return false;
    for (size_t i = 0; i < before.groups.size(); ++i) {
      std::vector<std::string> names;
      for (const std::string& source : before.groups[i]) names.push_back(NewName(source));
      std::vector<std::string> now = after.groups[i];
      std::sort(names.begin(), names.end());
      std::sort(now.begin(), now.end());
      if (names != now) return false;
    }
    return true;
  }

  const CaseState& state_;
  const Model& from_;
  const Model& to_;
  const std::map<std::string, std::string>& renamed_;
  std::vector<MigrationObstacle> obstacles_;
};

void CompareTasks(const CaseState& before, const Model& from, const Model& to, Migration& migration) {
  for (size_t i = 0; i < before.activations.size(); ++i) {
    const Activation& old = before.activations[i];
    const Activation& now = migration.next.activations[i];
    const Step* old_step = from.Find(old.step);
    const Step* step = to.Find(now.step);
    if (old_step == nullptr || step == nullptr) continue;
    for (size_t t = 0; t < old.tasks.size(); ++t) {
      MigratedTask task{old.tasks[t].no, now.step, old.tasks[t].title, now.tasks[t].title,
                        Without(old_step->outcome_order, step->outcome_order),
                        Without(step->outcome_order, old_step->outcome_order)};
      const bool row = task.title != task.title_before || old.step != now.step || old.tasks[t].due != now.tasks[t].due;
      if (row) migration.changed.push_back(now.tasks[t]);
      if (row || !task.outcomes_gone.empty() || !task.outcomes_new.empty()) migration.tasks.push_back(std::move(task));
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

void CompareTimers(const CaseState& before, Migration& migration) {
  const auto find = [](const std::vector<TimerState>& timers, int64_t no) {
    return std::find_if(timers.begin(), timers.end(), [&](const TimerState& timer) { return timer.no == no; });
  };
  for (const TimerState& timer : migration.next.timers) {
    const auto old = find(before.timers, timer.no);
    if (old == before.timers.end() || old->due != timer.due || old->held != timer.held) migration.timers_set.push_back(timer);
  }
  for (const TimerState& timer : before.timers) {
    if (find(migration.next.timers, timer.no) == migration.next.timers.end()) migration.timers_cleared.push_back(timer.no);
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
    if (FormatPeriod(period) == clock->period) continue;
    clock->period = FormatPeriod(period);
    LIANBAN_RETURN_IF_ERROR(RecomputeClock(run, *clock, "law"));
  }
  return SettleClocks(run);
}

}  // namespace

absl::StatusOr<Migration> Migrate(const CaseState& state, const Model& from, const Model& to, const Environment& environment,
                                  absl::Time now, const std::map<std::string, std::string>& renamed) {
  Migration migration;
  migration.next = state;
  Mover mover(state, from, to, renamed);
  migration.obstacles = mover.Obstacles();
  if (!migration.possible()) return migration;
  Command command;
  command.actor.kind = ActorClass::kSystem;
  const RuleMemo memo;
  Run run{.model = to, .environment = environment, .command = command, .now = now, .memo = memo, .state = mover.Renamed()};
  LIANBAN_RETURN_IF_ERROR(CountAgain(run));
  migration.next = std::move(run.state);
  CompareTasks(state, from, to, migration);
  CompareClocks(state, migration);
  CompareTimers(state, migration);
  return migration;
}

}  // namespace lianban::workflow
