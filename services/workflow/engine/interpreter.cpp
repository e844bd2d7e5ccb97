#include "services/workflow/engine/interpreter.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rules.h"

namespace lianban::workflow {
namespace {

using Handler = absl::Status (*)(Run&);

struct Rule {
  Handler handler = nullptr;
  bool while_suspended = false;
};

// Operations that are not here are answered OPERATION_UNKNOWN.
Rule RuleOf(CommandKind kind) {
  switch (kind) {
    case CommandKind::kStart:
      return {StartCase};
    case CommandKind::kCompleteTask:
      return {CompleteTask};
    case CommandKind::kClaim:
      return {ClaimTask};
    case CommandKind::kRelease:
      return {ReleaseTask};
    case CommandKind::kTransfer:
      return {TransferTask};
    case CommandKind::kDelegate:
      return {DelegateTask};
    case CommandKind::kMessage:
      return {ReceiveMessage};
    case CommandKind::kFireTimer:
      return {FireTimer};
    case CommandKind::kChildFinished:
      return {FinishChild, true};
    case CommandKind::kWithdraw:
      return {WithdrawCase, true};
    case CommandKind::kTerminate:
      return {TerminateCase, true};
    case CommandKind::kSuspend:
      return {SuspendCase};
    case CommandKind::kResume:
      return {ResumeCase, true};
    case CommandKind::kExtend:
      return {ExtendClock};
    case CommandKind::kReturn:
      return {ReturnToStep};
    case CommandKind::kCopy:
      return {CopyCase, true};
    case CommandKind::kUrge:
      return {UrgeCase};
    case CommandKind::kEditForm:
      return {EditForm};
    case CommandKind::kRecompute:
      return {RecomputeClocks, true};
    default:
      return {};
  }
}

absl::Status CheckState(const Run& run, const Rule& rule) {
  if (run.command.kind == CommandKind::kStart) return absl::OkStatus();
  if (run.state.status == CaseStatus::kRunning) return absl::OkStatus();
  if (run.state.status == CaseStatus::kSuspended)
    return rule.while_suspended ? absl::OkStatus() : Error("CASE_SUSPENDED");
  return Error("CASE_FINISHED", {{"status", std::string(Name(run.state.status))}});
}

constexpr size_t kReasonBytesMax = 16 * 1024;

// The state must be one of this process; a release that dropped a step cannot take over its cases unprepared.
absl::Status CheckBelongs(const Run& run) {
  for (const Activation& activation : run.state.activations) {
    if (!run.model.Find(activation.step)) return Error("CASE_STATE_INVALID", {{"detail", "step " + activation.step}});
  }
  return absl::OkStatus();
}

absl::Status Execute(Run& run) {
  Rule rule = RuleOf(run.command.kind);
  if (run.command.reason.size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "reason is too long"}});
  LIANBAN_RETURN_IF_ERROR(CheckBelongs(run));
  if (!rule.handler) return Error("OPERATION_UNKNOWN", {{"operation", std::string(Name(run.command.kind))}});
  LIANBAN_RETURN_IF_ERROR(CheckState(run, rule));
  LIANBAN_RETURN_IF_ERROR(rule.handler(run));
  LIANBAN_RETURN_IF_ERROR(Settle(run));
  LIANBAN_RETURN_IF_ERROR(SettleClocks(run));
  ++run.state.revision;
  return absl::OkStatus();
}

template <typename Visit>
void EachTask(const CaseState& state, Visit visit) {
  for (const Activation& activation : state.activations) {
    for (const TaskState& task : activation.tasks) visit(task);
  }
}

bool HasTask(const CaseState& state, int64_t no) {
  bool found = false;
  EachTask(state, [&](const TaskState& task) { found |= task.no == no; });
  return found;
}

const TimerState* LiveTimer(const CaseState& state, int64_t no) {
  for (const TimerState& timer : state.timers) {
    if (timer.no == no) return timer.held ? nullptr : &timer;
  }
  return nullptr;
}

// The rows that have to change, by comparing before and after.
Transition Finish(Run&& run, const CaseState& before) {
  Transition transition;
  EachTask(run.state, [&](const TaskState& task) {
    bool touched = std::find(run.touched.begin(), run.touched.end(), task.no) != run.touched.end();
    if (touched || !HasTask(before, task.no)) transition.opened.push_back(task);
  });
  EachTask(before, [&](const TaskState& task) {
    if (!HasTask(run.state, task.no)) transition.closed.push_back(task.no);
  });
  for (const TimerState& timer : run.state.timers) {
    const TimerState* old = LiveTimer(before, timer.no);
    if (!timer.held && (!old || old->due != timer.due)) transition.timers_set.push_back(timer);
  }
  for (const TimerState& timer : before.timers) {
    if (!timer.held && !LiveTimer(run.state, timer.no)) transition.timers_cleared.push_back(timer.no);
  }
  transition.next = std::move(run.state);
  transition.facts = std::move(run.facts);
  transition.effects = std::move(run.effects);
  transition.moves = std::move(run.moves);
  transition.form_changed = run.form_changed;
  transition.materials_changed = run.materials_changed;
  return transition;
}

Outcome RunOnce(const Model& model, const Environment& environment, const CaseState& before, const Command& command,
                absl::Time now, const RuleMemo& memo) {
  Run run{model, environment, command, now, memo};
  run.state = before;
  absl::Status status = Execute(run);
  if (!run.needs.keys.empty()) {
    run.needs.batch.bundle = model.bundle;
    run.needs.batch.params = ParameterValues(run);
    return std::move(run.needs);
  }
  if (!status.ok()) return Refusal{std::move(status)};
  return Finish(std::move(run), before);
}

}  // namespace

Outcome Interpret(const Model& model, const Environment& environment, const CaseState& state, const Command& command,
                  absl::Time now, const RuleMemo& memo) {
  static const CaseState nothing;
  try {
    return RunOnce(model, environment, command.kind == CommandKind::kStart ? nothing : state, command, now, memo);
  } catch (const nlohmann::json::exception& e) {
    // Input of a shape that nobody checked for, such as text that is not UTF-8.
    return Refusal{Error("REQUEST_INVALID", {{"detail", e.what()}})};
  }
}

}  // namespace lianban::workflow
