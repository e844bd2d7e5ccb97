#include "services/workflow/engine/interpreter.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/take_back.h"

namespace lianban::workflow {
namespace {

using Handler = absl::Status (*)(Run&);

// In which states of the case a command is answered at all; a running case takes every command.
enum When : unsigned { kWhileRunning = 0, kSuspendedToo = 1, kMergedToo = 2, kOverToo = 4 };

struct Rule {
  Handler handler = nullptr;
  unsigned also = kWhileRunning;
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
      return {FireTimer, kMergedToo};
    case CommandKind::kChildFinished:
      return {FinishChild, kSuspendedToo | kMergedToo};
    case CommandKind::kWithdraw:
      return {WithdrawCase, kSuspendedToo | kMergedToo};
    case CommandKind::kTerminate:
      return {TerminateCase, kSuspendedToo | kMergedToo};
    case CommandKind::kSuspend:
      return {SuspendCase};
    case CommandKind::kResume:
      return {ResumeCase, kSuspendedToo};
    case CommandKind::kExtend:
      return {ExtendClock};
    case CommandKind::kReturn:
      return {ReturnToStep};
    case CommandKind::kTakeBack:
      return {TakeBack};
    case CommandKind::kAddHandler:
      return {AddHandler};
    case CommandKind::kRemoveHandler:
      return {RemoveHandler};
    case CommandKind::kCopy:
      return {CopyCase, kSuspendedToo | kMergedToo | kOverToo};
    case CommandKind::kUrge:
      return {UrgeCase};
    case CommandKind::kEscalate:
      return {EscalateTask};
    case CommandKind::kSupervise:
      return {SuperviseCase, kSuspendedToo};
    case CommandKind::kJump:
      return {JumpToStep};
    case CommandKind::kReopen:
      return {ReopenCase, kSuspendedToo | kMergedToo | kOverToo};
    case CommandKind::kEditForm:
      return {EditForm};
    case CommandKind::kRecompute:
      return {RecomputeClocks, kSuspendedToo | kMergedToo};
    case CommandKind::kMigrate:
      return {EnterAnew};
    case CommandKind::kMerge:
      return {MergeCase};
    case CommandKind::kUnmerge:
      return {UnmergeCase, kMergedToo};
    case CommandKind::kTakeIn:
      return {TakeInCase, kSuspendedToo};
    case CommandKind::kLeaveOut:
      return {LeaveOutCase, kSuspendedToo};
    case CommandKind::kLeadEnded:
      return {EndWithLead, kMergedToo};
    case CommandKind::kParentEnded:
      return {EndWithParent, kSuspendedToo | kMergedToo};
    case CommandKind::kMoveBack:
      break;  // the state is put back as it was, and nothing is interpreted
  }
  return {};
}

// A child that comes to wait for a case that is over has to hear of it.
bool ComesTooLate(const Command& command) {
  return command.kind == CommandKind::kChildFinished && command.data.is_object() &&
         command.data.value("status", "") == "arrived";
}

absl::Status CheckState(const Run& run, const Rule& rule) {
  if (run.command.kind == CommandKind::kStart) return absl::OkStatus();
  switch (run.state.status) {
    case CaseStatus::kRunning:
      return absl::OkStatus();
    case CaseStatus::kSuspended:
      return rule.also & kSuspendedToo ? absl::OkStatus() : Error("CASE_SUSPENDED");
    case CaseStatus::kMerged:
      return rule.also & kMergedToo ? absl::OkStatus() : Error("CASE_MERGED");
    default:
      break;
  }
  if (rule.also & kOverToo || ComesTooLate(run.command)) return absl::OkStatus();
  return Error("CASE_FINISHED", {{"status", std::string(Name(run.state.status))}});
}

// The script's own word: forbids = { withdraw = "…" } of the workflow, or of the step the command is about.
absl::Status CheckForbidden(const Run& run) {
  const std::string operation(Name(run.command.kind));
  const auto check = [&](const std::map<std::string, std::string>& forbids) {
    auto found = forbids.find(operation);
    if (found == forbids.end()) return absl::OkStatus();
    return Error("OPERATION_FORBIDDEN", {{"operation", operation}, {"why", found->second}});
  };
  LIANBAN_RETURN_IF_ERROR(check(run.model.forbids));
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (step.forbids.empty()) continue;
    bool about = run.command.task == 0 || std::any_of(activation.tasks.begin(), activation.tasks.end(),
                                                      [&](const TaskState& task) { return task.no == run.command.task; });
    if (about) LIANBAN_RETURN_IF_ERROR(check(step.forbids));
  }
  return absl::OkStatus();
}

constexpr size_t kReasonBytesMax = 16 * 1024;

// The state must be one of this process; a release that dropped a step cannot take over its cases unprepared.
absl::Status CheckBelongs(const Run& run) {
  for (const Activation& activation : run.state.activations) {
    if (!run.model.Find(activation.step)) return Error("CASE_STATE_INVALID", {{"detail", "step " + activation.step}});
  }
  return absl::OkStatus();
}

// What the command itself does; what follows from it by itself comes after.
absl::Status Handle(Run& run) {
  Rule rule = RuleOf(run.command.kind);
  if (run.command.reason.size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "reason is too long"}});
  LIANBAN_RETURN_IF_ERROR(CheckBelongs(run));
  if (!rule.handler) return Error("OPERATION_UNKNOWN", {{"operation", std::string(Name(run.command.kind))}});
  LIANBAN_RETURN_IF_ERROR(CheckState(run, rule));
  LIANBAN_RETURN_IF_ERROR(CheckForbidden(run));
  return rule.handler(run);
}

// The tasks that lie in an inbox: a case that is merged shows none.
template <typename Visit>
void EachTask(const CaseState& state, Visit visit) {
  if (state.status == CaseStatus::kMerged) return;
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
void Finish(Run& run, const CaseState& before, Transition& transition) {
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
}

const CaseState& StateBefore(const CaseState& state, const Command& command) {
  static const CaseState nothing;
  return command.kind == CommandKind::kStart ? nothing : state;
}

}  // namespace

Interpretation::Interpretation(const Model& model, const Environment& environment, const CaseState& state, const Command& command,
                               absl::Time now, const RuleMemo& memo, const Model* filed, Telling telling)
    : model_(model), environment_(environment), before_(StateBefore(state, command)), command_(command), now_(now), memo_(memo),
      filed_(filed), telling_(telling), fiber_([this] { Go(); }) {}

void Interpretation::Go() {
  const auto ask = [this](NeedsRules needs) {
    outcome_ = std::move(needs);
    fiber_.Pause();
  };
  Run run{model_, environment_, command_, now_, memo_, ask, before_};
  run.filed = filed_;
  run.telling = telling_;
  try {
    absl::Status status = Handle(run);
    if (status.ok()) status = Settle(run);
    if (status.ok()) {
      RememberAnswer(run, before_);
      status = SettleClocks(run);
    }
    if (!status.ok()) {
      outcome_ = Refusal{std::move(status)};
      return;
    }
  } catch (const nlohmann::json::exception& e) {
    // Input of a shape that nobody checked for, such as text that is not UTF-8.
    outcome_ = Refusal{Error("REQUEST_INVALID", {{"detail", e.what()}})};
    return;
  }
  ++run.state.revision;
  Finish(run, before_, outcome_.emplace<Transition>());
}

Outcome& Interpretation::Advance() {
  fiber_.Resume();
  return outcome_;
}

Outcome Interpret(const Model& model, const Environment& environment, const CaseState& state, const Command& command,
                  absl::Time now, const RuleMemo& memo, const Model* filed) {
  return std::move(Interpretation(model, environment, state, command, now, memo, filed).Advance());
}

}  // namespace lianban::workflow
