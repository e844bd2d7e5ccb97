#include "services/workflow/replay/case_run.h"

#include <algorithm>
#include <charconv>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

// A log of days knows the day of a timeout, and a timer loop is never exactly on time.
constexpr absl::Duration kTimeoutTolerance = absl::Hours(24);

std::string DayText(absl::Time time) { return absl::FormatTime("%Y-%m-%d", time, absl::FixedTimeZone(8 * 3600)); }

// Timers that only change a light or call for help; no token moves when they fire.
bool IsLight(const TimerState& timer) {
  return timer.kind == "warning" || timer.kind == "overdue" || timer.kind.starts_with("escalation:");
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

CaseRun::CaseRun(const Model& model, const Recording& recording, const PastCase& past, const ReplayOptions& options)
    : model_(model), recording_(recording), past_(past), options_(options) {
  // Only a wait for a condition is looked at again after a command that moves nothing.
  lights_matter_ = std::any_of(model.steps.begin(), model.steps.end(), [](const Step& step) { return step.until.has_value(); });
}

bool CaseRun::Next() {
  while (!stopped_) {
    if (due_now_) {
      const Deferred now = *due_now_;
      if (now.act >= past_.events[now.event].acts.size()) {
        due_now_.reset();
        continue;
      }
      ++due_now_->act;
      if (PrepareAct(now.event, now.act)) return true;
      continue;
    }
    if (event_ >= past_.events.size()) {
      return options_.mode == ReplayMode::kWhatIf && started_ && PrepareTimer(recording_.last);
    }
    const PastEvent& event = past_.events[event_];
    if (act_ == 0 && started_ && PrepareTimer(event.time)) return true;
    if (stopped_) break;
    if (act_ >= event.acts.size()) {
      EventDone();
      continue;
    }
    const size_t act = act_++;
    if (PrepareAct(event_, act)) return true;
  }
  return false;
}

bool CaseRun::PrepareAct(size_t event, size_t number) {
  const PastEvent& past = past_.events[event];
  const Act& act = past.acts[number];
  from_ = static_cast<int32_t>(event);
  firing_.clear();
  if (!due_now_) now_ = past.time;
  command_ = &act.command;
  if (act.kind == ActKind::kWrong) return Refuse(from_, act.wrong), false;
  if (act.kind == ActKind::kStart) return started_ ? (Refuse(from_, Error("REPLAY_STARTED_BEFORE")), false) : true;
  if (!started_) return Refuse(from_, Error("REPLAY_NOT_STARTED")), false;
  switch (act.kind) {
    case ActKind::kTask: return PrepareTask(act);
    case ActKind::kTimeout: return PrepareTimeout(event, number);
    case ActKind::kChild: return PrepareChild(act);
    default: return true;
  }
}

// Of several tasks of a step: the one on the same desk, in the same hands, of the same number, in this order. Numbers may
// differ from those of the past: a chain that was not told again has used some up.
const TaskState* CaseRun::TaskOf(const Act& act) const {
  const TaskState* found = nullptr;
  int best = -1;
  for (const Activation& activation : state_.activations) {
    if (activation.step != act.step) continue;
    for (const TaskState& task : activation.tasks) {
      const bool hands = !task.assignee.empty() && task.assignee == act.command.actor.user;
      const int likeness = 4 * (!act.desk.empty() && task.desk == act.desk) + 2 * hands + (task.no == act.command.task);
      if (likeness > best) best = likeness, found = &task;
    }
  }
  return found;
}

// Permission was looked at when it happened; what is asked here is whether the process has a place for it.
bool CaseRun::PrepareTask(const Act& act) {
  const TaskState* found = TaskOf(act);
  if (!found) {
    bool over = state_.status != CaseStatus::kRunning && state_.status != CaseStatus::kSuspended;
    Refuse(from_, over ? Error("CASE_FINISHED", {{"status", std::string(Name(state_.status))}})
                       : Error("REPLAY_STEP_NOT_OPEN", {{"step", act.step}}));
    return false;
  }
  const Actor& actor = act.command.actor;
  const bool lies_there = actor.kind != ActorClass::kPerson || Contains(actor.desks, found->desk);
  if (lies_there && found->no == act.command.task) return true;  // told as it was
  own_ = act.command;
  own_.task = found->no;
  if (!lies_there) own_.actor.desks.push_back(found->desk);
  command_ = &own_;
  return true;
}

bool CaseRun::PrepareChild(const Act& act) {
  if (act.child < 1 || static_cast<size_t>(act.child) > children_.size()) {
    return Refuse(from_, Error("CHILD_UNKNOWN", {{"child", std::to_string(act.child)}})), false;
  }
  const int64_t no = children_[static_cast<size_t>(act.child) - 1];
  if (const auto known = act.command.data.find("no"); known != act.command.data.end() && known->is_number_integer() && *known == no) return true;
  own_ = act.command;
  own_.data["no"] = no;
  command_ = &own_;
  return true;
}

const std::string* CaseRun::StepOf(const TimerState& timer) const {
  for (const Activation& activation : state_.activations) {
    if (activation.no == timer.activation) return &activation.step;
  }
  return nullptr;
}

const TimerState* CaseRun::TimerOf(const std::string& step) const {
  for (const TimerState& timer : state_.timers) {
    if (timer.held || IsLight(timer)) continue;
    const std::string* name = StepOf(timer);
    if (name && *name == step) return &timer;
  }
  return nullptr;
}

bool CaseRun::PrepareTimeout(size_t event, size_t number) {
  const PastEvent& past = past_.events[event];
  const std::string& step = past.acts[number].step;
  const TimerState* timer = TimerOf(step);
  if (timer && timer->due <= past.time + (past.date_only ? kTimeoutTolerance : absl::ZeroDuration())) {
    if (options_.mode == ReplayMode::kConform && timer->due < past.time - kTimeoutTolerance) {
      return Refuse(from_, Error("REPLAY_TIMEOUT_EARLIER", {{"step", step}, {"due", DayText(timer->due)}})), false;
    }
    PrepareFiring(*timer, std::max(past.time, timer->due));
    return true;
  }
  if (options_.mode == ReplayMode::kConform) {
    Refuse(from_, timer ? Error("REPLAY_TIMEOUT_LATER", {{"step", step}, {"due", DayText(timer->due)}})
                        : Error("REPLAY_STEP_NOT_OPEN", {{"step", step}}));
    return false;
  }
  // What people did upon the timeout they would do upon the script's own.
  if (timer && !due_now_) {
    deferred_.push_back({step, event, number + 1});
    act_ = past.acts.size();
  }
  return false;
}

void CaseRun::PrepareFiring(const TimerState& timer, absl::Time now) {
  const std::string* step = StepOf(timer);
  firing_ = step && !IsLight(timer) ? *step : "";
  own_ = Command();
  own_.kind = CommandKind::kFireTimer;
  own_.actor.kind = ActorClass::kSystem;
  own_.args["timer"] = timer.no;
  command_ = &own_;
  now_ = now;
}

// False when the log records such timeouts itself: then it says when this one came.
bool CaseRun::MatchesRecord(const TimerState& timer, absl::Time until) {
  if (options_.mode != ReplayMode::kConform || IsLight(timer)) return true;
  const std::string* step = StepOf(timer);
  if (!step || (!recording_.all_timers && !Contains(recording_.timed_steps, *step))) return true;
  if (timer.due < until - kTimeoutTolerance) {
    Refuse(static_cast<int32_t>(event_), Error("REPLAY_TIMEOUT_UNRECORDED", {{"step", *step}, {"due", DayText(timer.due)}}));
  }
  return false;
}

bool CaseRun::PrepareTimer(absl::Time until) {
  const TimerState* next = nullptr;
  for (const TimerState& timer : state_.timers) {
    if (timer.held || timer.due > until || (IsLight(timer) && !lights_matter_)) continue;
    if (next && (timer.due > next->due || (timer.due == next->due && timer.no > next->no))) continue;
    if (!MatchesRecord(timer, until)) {
      if (stopped_) return false;
      continue;
    }
    next = &timer;
  }
  if (!next) return false;
  from_ = -1;
  PrepareFiring(*next, next->due);
  return true;
}

void CaseRun::EventDone() {
  const PastEvent& event = past_.events[event_];
  bool ended_so = state_.status == CaseStatus::kFinished && state_.result == event.ends;
  if (options_.mode == ReplayMode::kConform && !event.ends.empty() && !ended_so) {
    return Refuse(static_cast<int32_t>(event_), Error("REPLAY_ENDS_ELSEWHERE", {{"recorded", event.ends}, {"found", Where()}}));
  }
  ++event_;
  act_ = 0;
}

void CaseRun::Refuse(int32_t event, absl::Status status) {
  replay_.refused.push_back({event, std::move(status), Where()});
  Happening happening;
  happening.event = event;
  happening.time = now_;
  replay_.happenings.push_back(happening);
  if (options_.mode == ReplayMode::kConform || event < 0 || !started_) stopped_ = true;
  // The rest of the same event would only follow from what was refused.
  if (due_now_) due_now_.reset();
  else if (event_ < past_.events.size()) act_ = past_.events[event_].acts.size();
}

std::string CaseRun::Where() const {
  if (!started_) return "";
  if (state_.status != CaseStatus::kRunning && state_.status != CaseStatus::kSuspended) {
    return state_.result.empty() ? std::string(Name(state_.status)) : state_.result;
  }
  std::vector<std::string_view> open;
  for (const Activation& activation : state_.activations) open.push_back(activation.step);
  std::sort(open.begin(), open.end());
  std::string text;
  for (std::string_view step : open) text.append(text.empty() ? "" : ", ").append(step);
  return text;
}

void CaseRun::Take(RunResult&& result) {
  if (auto* refusal = std::get_if<Refusal>(&result)) {
    Refuse(from_, std::move(refusal->status));
    return;
  }
  Transition& transition = std::get<Transition>(result);
  Record(transition);
  state_ = std::move(transition.next);
  started_ = true;
  if (firing_.empty()) return;
  auto waiting = std::find_if(deferred_.begin(), deferred_.end(), [&](const Deferred& each) { return each.step == firing_; });
  if (waiting == deferred_.end()) return;
  due_now_ = *waiting;
  deferred_.erase(waiting);
}

void CaseRun::Record(const Transition& transition) {
  for (const Move& move : transition.moves) replay_.happenings.push_back({from_, move.to, now_});
  for (const TaskState& task : transition.opened) {
    if (started_ && task.no <= state_.counter) continue;  // its row changed; it was there before
    auto it = std::find_if(load_.begin(), load_.end(), [&](const auto& each) { return each.first == task.desk; });
    if (it == load_.end()) load_.emplace_back(task.desk, 1);
    else ++it->second;
  }
  for (const Effect& effect : transition.effects) {
    if (effect.kind == "start_case") children_.push_back(effect.no);
  }
  RecordDues(transition.next);
  if (!options_.story) return;
  std::string when = absl::FormatTime("%Y-%m-%d %H:%M ", now_, absl::FixedTimeZone(8 * 3600));
  for (const Fact& fact : transition.facts) {
    replay_.story.push_back(when + fact.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
}

void CaseRun::RecordDues(const CaseState& state) {
  for (const ClockState& clock : state.clocks) {
    Due due;
    due.due = clock.due;
    if (clock.name.starts_with("step:")) {
      std::from_chars(clock.name.data() + 5, clock.name.data() + clock.name.size(), due.activation);
    } else if (clock.name == "promised") {
      due.step = -2;
    }
    auto known = std::find_if(replay_.dues.begin(), replay_.dues.end(), [&](const Due& each) {
      return each.activation == due.activation && (due.activation != 0 || each.step == due.step);
    });
    if (known != replay_.dues.end()) {
      known->due = due.due;
      continue;
    }
    for (const Activation& activation : state.activations) {
      if (due.activation != 0 && activation.no == due.activation) due.step = model_.index.at(activation.step);
    }
    replay_.dues.push_back(due);
  }
}

CaseReplay CaseRun::Close() {
  replay_.started = started_;
  replay_.status = state_.status;
  replay_.end = Where();
  return std::move(replay_);
}

}  // namespace lianban::workflow
