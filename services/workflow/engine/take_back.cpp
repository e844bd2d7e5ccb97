#include "services/workflow/engine/take_back.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

// Whatever else happens to a case, the answer before it can no longer be taken back.
bool LeavesAnswersAlone(const Run& run) {
  switch (run.command.kind) {
    case CommandKind::kUrge:
    case CommandKind::kCopy:
    case CommandKind::kSupervise:
    case CommandKind::kExtend:
    case CommandKind::kRecompute:
    case CommandKind::kRelease:
    case CommandKind::kTakeIn:
    case CommandKind::kLeaveOut:
    case CommandKind::kChildFinished:
    case CommandKind::kFireTimer:
      return run.moves.empty();
    case CommandKind::kClaim: {
      const Activation* at = nullptr;
      for (const Activation& activation : run.state.activations) {
        for (const TaskState& task : activation.tasks) {
          if (task.no == run.command.task) at = &activation;
        }
      }
      return !at || !run.state.last || at->no <= run.state.last->after;
    }
    default:
      return false;
  }
}

const TaskState* TaskOf(const CaseState& state, int64_t no) {
  for (const Activation& activation : state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (task.no == no) return &task;
    }
  }
  return nullptr;
}

const Activation* OpenActivation(const CaseState& state, int64_t no) {
  for (const Activation& activation : state.activations) {
    if (activation.no == no) return &activation;
  }
  return nullptr;
}

// The one place that has gained a token, and nothing else has changed at any join; "" otherwise.
std::string PlaceGained(const CaseState& before, const CaseState& after) {
  std::string place;
  for (const auto& [name, count] : after.tokens) {
    auto old = before.tokens.find(name);
    int64_t was = old == before.tokens.end() ? 0 : old->second;
    if (count == was) continue;
    if (count != was + 1 || !place.empty()) return "";
    place = name;
  }
  for (const auto& [name, count] : before.tokens) {
    if (!after.tokens.contains(name)) return "";
  }
  return place;
}

bool HasFact(const Run& run, std::string_view type) {
  return std::find(run.happened.begin(), run.happened.end(), type) != run.happened.end();
}

LastAnswer AnswerOf(const Run& run, const CaseState& before, const TaskState& task, const Activation& activation) {
  LastAnswer last;
  last.step = task.step;
  last.user = run.command.actor.user;
  last.after = before.counter;
  const Step& step = *run.model.Find(task.step);
  bool several = step.mode != InstanceMode::kOne || activation.instances > 1 || !task.after->empty();
  const Activation* open = OpenActivation(run.state, activation.no);
  // Enough have answered and the case has gone on: what was given stands.
  if (several && open && !open->passed) {
    last.task = std::make_shared<const TaskState>(task);
    last.activation = activation.no;
    last.outcome = HasFact(run, "TaskPassedOn") ? "" : run.command.outcome;
    return last;
  }
  bool joined = run.state.tokens != before.tokens;
  last.place = joined ? PlaceGained(before, run.state) : "";
  bool opened = std::any_of(run.state.activations.begin(), run.state.activations.end(),
                            [&](const Activation& each) { return each.no > before.counter; });
  if (several)
    last.blocked = "settled";
  else if (!run.effects.empty())
    last.blocked = "effects";
  else if (HasFact(run, "StepWithdrawn"))
    last.blocked = "withdrawn";
  else if (HasFact(run, "JoinPassed") || (joined && (last.place.empty() || opened)))
    last.blocked = "joined";
  if (!last.blocked.empty()) last.place.clear();
  return last;
}

}  // namespace

void RememberAnswer(Run& run, const CaseState& before) {
  if (LeavesAnswersAlone(run)) return;
  run.state.last.reset();
  const Actor& actor = run.command.actor;
  if (run.command.kind != CommandKind::kCompleteTask || actor.user.empty() || !run.running()) return;
  for (const Activation& activation : before.activations) {
    for (const TaskState& task : activation.tasks) {
      // An opinion and a delegate's advice have moved nothing: they stand.
      if (task.no != run.command.task || task.before != 0 || !task.owner.empty()) continue;
      if (!TaskOf(run.state, task.no)) run.state.last = AnswerOf(run, before, task, activation);
      return;
    }
  }
}

}  // namespace lianban::workflow
