#include "services/workflow/migration/changed_rows.h"

#include <map>

namespace lianban::workflow {
namespace {

// A case that is merged shows no task in an inbox.
std::map<int64_t, const TaskState*> TasksOf(const CaseState& state) {
  std::map<int64_t, const TaskState*> tasks;
  if (state.status == CaseStatus::kMerged) return tasks;
  for (const Activation& activation : state.activations) {
    for (const TaskState& task : activation.tasks) tasks[task.no] = &task;
  }
  return tasks;
}

std::map<int64_t, const TimerState*> LiveTimersOf(const CaseState& state) {
  std::map<int64_t, const TimerState*> timers;
  for (const TimerState& timer : state.timers) {
    if (!timer.held) timers[timer.no] = &timer;
  }
  return timers;
}

bool Same(const TaskState& a, const TaskState& b) { return a.step == b.step && ToJson(a) == ToJson(b); }

}  // namespace

void CompareRows(const CaseState& before, Transition& transition) {
  transition.opened.clear();
  transition.closed.clear();
  transition.timers_set.clear();
  transition.timers_cleared.clear();
  const auto old_tasks = TasksOf(before), tasks = TasksOf(transition.next);
  for (const auto& [no, task] : tasks) {
    const auto old = old_tasks.find(no);
    if (old == old_tasks.end() || !Same(*old->second, *task)) transition.opened.push_back(*task);
  }
  for (const auto& [no, task] : old_tasks) {
    if (!tasks.contains(no)) transition.closed.push_back(no);
  }
  const auto old_timers = LiveTimersOf(before), timers = LiveTimersOf(transition.next);
  for (const auto& [no, timer] : timers) {
    const auto old = old_timers.find(no);
    if (old == old_timers.end() || old->second->due != timer->due) transition.timers_set.push_back(*timer);
  }
  for (const auto& [no, timer] : old_timers) {
    if (!timers.contains(no)) transition.timers_cleared.push_back(no);
  }
}

}  // namespace lianban::workflow
