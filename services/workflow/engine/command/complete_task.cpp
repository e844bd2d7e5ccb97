#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/choices.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/form_check.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string Joined(const Step& step, const TaskState& task) {
  std::string text;
  for (const std::string& outcome : ChoicesOf(step, task)) text += (text.empty() ? "" : ", ") + outcome;
  return text;
}

// Against the applicant: said so by the script, or the way leads (through effects) to an end with a remedy.
bool IsAdverse(const Run& run, const Step& step, const std::string& outcome) {
  if (Contains(step.adverse, outcome)) return true;
  const Step* next = run.model.Find(step.on.at(outcome));
  for (size_t hops = 0; next && next->kind == StepKind::kEffect && hops < run.model.steps.size(); ++hops) {
    next = run.model.Find(next->on.at("next"));
  }
  return next && next->kind == StepKind::kFinish && !next->remedy.empty();
}

// Its own time is over, whether or not the timer has gone off yet.
bool RanOut(Run& run, const TaskState& task) {
  const ClockState* clock = FindClock(run, TaskClockName(task.no));
  return clock && !clock->paused_since && run.now >= clock->due;
}

// 协办 only add their part; 主办 answers for all when every part is there, or its time has run out.
absl::Status CheckJoint(Run& run, const Step& step, const Activation& activation, const TaskState& task) {
  if (!task.lead) {
    if (run.command.outcome == kCoHandlersAnswer) return RequireReason(run);
    return Error("OUTCOME_UNKNOWN",
                 {{"outcome", run.command.outcome}, {"step", step.title}, {"allowed", Joined(step, task)}});
  }
  const auto open = std::count_if(activation.tasks.begin(), activation.tasks.end(),
                                  [&](const TaskState& each) { return !each.lead && !each.late && !RanOut(run, each); });
  if (open == 0) return absl::OkStatus();
  return Error("CO_HANDLERS_OPEN", {{"step", step.title}, {"open", std::to_string(open)}});
}

absl::Status CheckOutcome(Run& run, const Step& step, const Activation& activation, const TaskState& task) {
  if (step.mode == InstanceMode::kJoint) {
    LIANBAN_RETURN_IF_ERROR(CheckJoint(run, step, activation, task));
    if (!task.lead) return absl::OkStatus();
  }
  const std::string& outcome = run.command.outcome;
  if (!step.on.contains(outcome) || IsFoundByMachine(step, outcome)) {
    return Error("OUTCOME_UNKNOWN", {{"outcome", outcome}, {"step", step.title}, {"allowed", Joined(step, task)}});
  }
  bool overrules = task.proposal->is_object() && task.proposal.value("outcome", "") != outcome;
  if (overrules || Contains(step.reasons, outcome) || IsAdverse(run, step, outcome))
    LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  return absl::OkStatus();
}

// A delegate and a co-handler only add to what somebody else answers for.
bool DoesItAll(const Step& step, const TaskState& task) {
  return task.owner.empty() && (step.mode != InstanceMode::kJoint || task.lead);
}

// 委派: back to whoever gave it, as advice. Who has answered this step in the meantime, or has another answer of it in hand, does not
// decide twice: then it is the desk's again.
void GiveBack(Run& run, const Activation& activation, TaskState& task) {
  AddFact(run, "DelegateAnswered",
          {{"task", task.no},
           {"step", task.step},
           {"by", task.assignee},
           {"outcome", run.command.outcome},
           {"reason", run.command.reason}});
  const bool free = CheckNewHandler(activation, task.owner, task.no).ok();
  task.assignee = free || task.desk.empty() ? task.owner : "";
  task.owner.clear();
  run.touched.push_back(task.no);
}

// By its own clock; the very moment is still in time.
bool IsLate(Run& run, const TaskState& task) {
  const ClockState* clock = FindClock(run, TaskClockName(task.no));
  return clock && run.now > clock->due;
}

void KeepAnswer(Run& run, const Step& step, SharedJson answer) { KeptOf(run, "answers", step).Append(std::move(answer)); }

// Who of several has said what, for the rules of the step and for the lead.
void RecordAnswer(Run& run, const Step& step, const TaskState& task) {
  json answer = {{"by", run.command.actor.user}, {"desk", task.desk}, {"outcome", run.command.outcome}};
  if (!task.item->is_null()) answer["item"] = *task.item;
  if (!run.command.reason.empty()) answer["reason"] = run.command.reason;
  if (task.lead) answer["lead"] = true;
  if (IsLate(run, task)) answer["late"] = true;
  answer["at"] = DateTimeText(run.now, run.environment.zone);
  KeepAnswer(run, step, std::move(answer));
}

// What one of several people fills in is kept as an answer of its own and does not overwrite the others'.
absl::Status CollectAnswer(Run& run, const Step& step, const TaskState& task) {
  const SharedObject before = run.state.form;
  const bool changed = run.form_changed;
  LIANBAN_RETURN_IF_ERROR(PatchForm(run, run.command.data, step.edits, NeededFor(step, run.command.outcome), PatchUse::kAnswer));
  // In parts: what was filled in, and the item, are shared and not copied.
  std::vector<std::string> names, members;
  std::vector<SharedJson> values, parts;
  for (const auto& [name, ignored] : run.command.data.items()) {
    const SharedJson* accepted = run.state.form.Member(name);
    if (accepted != nullptr) names.push_back(name), values.push_back(*accepted);
  }
  const auto add = [&](const char* name, SharedJson value) { members.emplace_back(name), parts.push_back(std::move(value)); };
  add("at", json(DateTimeText(run.now, run.environment.zone)));
  add("by", json(run.command.actor.user));
  add("form", SharedJson::InParts(std::move(names), std::move(values)));
  if (!task.item->is_null()) add("item", task.item);
  if (IsLate(run, task)) add("late", json(true));
  add("outcome", json(run.command.outcome));
  if (!run.command.reason.empty()) add("reason", json(run.command.reason));
  run.state.form = before;
  run.form_changed = changed;
  KeepAnswer(run, step, SharedJson::InParts(std::move(members), std::move(parts)));
  return absl::OkStatus();
}

// 前加签: an opinion is asked for and given; it is never an answer of the step.
absl::Status GiveOpinion(Run& run, const TaskPlace& place) {
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  json fact = {{"task", place.task->no}, {"step", place.task->step}, {"for", place.task->before},
               {"by", run.command.actor.user}, {"reason", run.command.reason}};
  if (!run.command.outcome.empty()) fact["outcome"] = run.command.outcome;
  AddFact(run, "OpinionGiven", std::move(fact));
  run.touched.push_back(place.task->before);
  CloseTask(run, *place.activation, place.task->no);
  return absl::OkStatus();
}

absl::Status CheckNotHeld(const TaskPlace& place) {
  for (const TaskState& task : place.activation->tasks) {
    if (task.before != place.task->no) continue;
    return Error("TASK_HELD", {{"task", place.task->title}, {"by", task.assignee.empty() ? task.desk : task.assignee}});
  }
  return absl::OkStatus();
}

// 后加签: the answer is kept as a proposal, and the next one answers in this one's place.
absl::Status PassOn(Run& run, const Step& step, const TaskPlace& place) {
  Begin(run, step, 0);
  TaskState next = *place.task;
  json& after = next.after.Edit();
  const json who = std::move(after[0]);
  after.erase(0);
  if (after.empty()) next.after = SharedJson();
  const std::string by = run.command.actor.user;
  AddFact(run, "TaskPassedOn",
          {{"task", next.no}, {"step", next.step}, {"outcome", run.command.outcome}, {"reason", run.command.reason}});
  next.desk = who.value("desk", "");
  next.assignee = who.value("user", "");
  next.added_by = who.value("by", "");
  next.owner.clear();
  next.opened = run.now;
  next.proposal = json{{"outcome", run.command.outcome},
                       {"explanation", Explanation("前一承办人 " + by + " 的意见，由后加签人作出决定",
                                                   "answer of " + by + "; the handler added after decides", "add_handler",
                                                   {{"by", by}, {"reason", run.command.reason}}, "")}};
  if (!by.empty()) place.activation->answered.push_back(by);
  Activation& activation = *place.activation;
  CloseTask(run, activation, place.task->no);
  return OpenTask(run, step, activation, std::move(next));
}

// Whoever has a say of their own in this step by now is not asked a second time.
void SkipWhoHasAnswered(Run& run, const TaskPlace& place) {
  if (!place.task->after->is_array()) return;
  json left = json::array();
  for (json& each : place.task->after.Edit()) {
    const std::string user = each.value("user", "");
    const bool twice = !user.empty() && (user == run.command.actor.user ||
                                         !CheckNewHandler(*place.activation, user, place.task->no).ok());
    if (!twice) {
      left.push_back(std::move(each));
      continue;
    }
    AddFact(run, "HandlerRemoved", {{"after", place.task->no}, {"step", place.task->step}, {"user", user}});
  }
  place.task->after = left.empty() ? SharedJson() : SharedJson(std::move(left));
}

}  // namespace

absl::Status CompleteTask(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToActOn(run));
  const Step& step = *run.model.Find(place.task->step);
  const std::string& user = run.command.actor.user;
  if (place.task->before != 0 && place.task->owner.empty()) return GiveOpinion(run, place);
  LIANBAN_RETURN_IF_ERROR(MayBegin(run, step));
  if (place.task->before == 0) LIANBAN_RETURN_IF_ERROR(CheckOutcome(run, step, *place.activation, *place.task));
  LIANBAN_RETURN_IF_ERROR(CheckNotHeld(place));
  if (!user.empty() && Contains(place.activation->answered, user)) {
    return Error("ANSWERED_BEFORE", {{"task", place.task->title}});
  }
  // Somebody else's while one's own is open: that one would lie there, and its owner could not answer it any more.
  if (place.task->assignee != user) LIANBAN_RETURN_IF_ERROR(CheckHandsFree(*place.activation, user, place.task->no));
  const auto needed = DoesItAll(step, *place.task) ? NeededFor(step, run.command.outcome) : std::vector<std::string>();
  if (step.collect && place.task->owner.empty()) {
    LIANBAN_RETURN_IF_ERROR(CollectAnswer(run, step, *place.task));
  } else {
    LIANBAN_RETURN_IF_ERROR(PatchForm(run, run.command.data, step.edits, needed));
  }
  if (auto materials = run.command.args.find("materials"); materials != run.command.args.end()) {
    LIANBAN_RETURN_IF_ERROR(PatchMaterials(run, *materials));
  }
  LIANBAN_RETURN_IF_ERROR(RequireMaterials(run, needed));
  if (!place.task->owner.empty()) {
    GiveBack(run, *place.activation, *place.task);
    return absl::OkStatus();
  }
  SkipWhoHasAnswered(run, place);
  if (!place.task->after->empty()) return PassOn(run, step, place);
  AddFact(run, "TaskCompleted", [&] {
    json fact = {
        {"task", place.task->no}, {"step", step.name}, {"outcome", run.command.outcome}, {"desk", place.task->desk}};
    if (!place.task->assignee.empty() && place.task->assignee != user) fact["for"] = place.task->assignee;
    if (!run.command.reason.empty()) fact["reason"] = run.command.reason;
    if (place.task->proposal->is_object()) fact["proposal"] = place.task->proposal["outcome"];
    if (IsLate(run, *place.task)) fact["late"] = true;
    return fact;
  });
  if (KeepsAnswers(step) && !step.collect) RecordAnswer(run, step, *place.task);
  Begin(run, step, 0);
  bool several = step.mode != InstanceMode::kOne || place.activation->instances > 1;
  if (several && !user.empty()) {
    place.activation->answered.push_back(user);
    // 代理: the one who was stood in for has answered, too.
    if (place.task->assignee != user && !place.task->assignee.empty())
      place.activation->answered.push_back(place.task->assignee);
  }
  return AnswerTask(run, place.task->no, run.command.outcome);
}

}  // namespace lianban::workflow
