// 加签 calls somebody in, 减签 lets somebody go. Before: an opinion, and the task waits for it. After: answers when this
// one has, and that answer counts. Parallel: one more handler of equal standing, whose answer is counted with the others.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kHandlersMax = 100;  // of one step
constexpr int64_t kWeightMax = 1'000'000;

struct Newcomer {
  std::string desk;
  std::string user;
};

absl::StatusOr<Newcomer> NewcomerOf(const Run& run, const TaskPlace& place) {
  Newcomer who{ArgumentText(run, "desk"), ArgumentText(run, "user")};
  if (who.desk.empty() && who.user.empty())
    return Error("REQUEST_INVALID", {{"detail", "args.desk or args.user is needed"}});
  if (!who.desk.empty()) LIANBAN_RETURN_IF_ERROR(CheckDesk(run, who.desk));
  LIANBAN_RETURN_IF_ERROR(CheckNewHandler(*place.activation, who.user, 0));
  for (const json& after : *place.task->after) {
    if (!who.user.empty() && after.value("user", "") == who.user) return Error("HANDLER_TWICE", {{"user", who.user}});
  }
  if (place.activation->tasks.size() + place.task->after->size() >= kHandlersMax) {
    return Error("HANDLERS_TOO_MANY", {{"max", std::to_string(kHandlersMax)}});
  }
  // Called in by name: the task lies on the desk of whoever called, and is seen by the one who was named.
  if (who.desk.empty()) who.desk = place.task->desk;
  return who;
}

TaskState TaskFor(const Run& run, const TaskState& beside, Newcomer who) {
  TaskState task;
  task.step = beside.step;
  task.desk = std::move(who.desk);
  task.assignee = std::move(who.user);
  task.title = beside.title;
  task.opened = run.now;
  task.item = beside.item;
  task.added_by = run.command.actor.user;
  return task;
}

int WeightAsked(const Run& run) {
  auto weight = run.command.args.find("weight");
  if (weight == run.command.args.end() || !weight->is_number_integer()) return 1;
  return static_cast<int>(std::clamp<int64_t>(weight->get<int64_t>(), 0, kWeightMax));
}

absl::Status AddBefore(Run& run, const Step& step, const TaskPlace& place, Newcomer who) {
  TaskState task = TaskFor(run, *place.task, std::move(who));
  task.before = place.task->no;
  task.weight = 0;
  run.touched.push_back(place.task->no);
  return OpenTask(run, step, *place.activation, std::move(task));
}

absl::Status AddParallel(Run& run, const Step& step, const TaskPlace& place, Newcomer who) {
  if (step.mode == InstanceMode::kSequence) return Error("ADD_HANDLER_SEQUENCE", {{"task", place.task->title}});
  if (place.activation->passed) return Error("ADD_HANDLER_PASSED", {{"task", place.task->title}});
  TaskState task = TaskFor(run, *place.task, std::move(who));
  task.weight = WeightAsked(run);
  task.proposal = place.task->proposal;
  ++place.activation->instances;
  return OpenTask(run, step, *place.activation, std::move(task));
}

bool MayRemove(const Run& run, const std::string& added_by) {
  return HasRole(run, "leader") || (!added_by.empty() && IsActor(run.command.actor, added_by));
}

// Somebody who was to come after.
absl::Status RemoveAfter(Run& run, const TaskPlace& place, const std::string& user) {
  json& after = place.task->after.Edit();
  auto it = std::find_if(after.begin(), after.end(), [&](const json& each) { return each.value("user", "") == user; });
  if (it == after.end()) return Error("HANDLER_UNKNOWN", {{"user", user}});
  if (!MayRemove(run, it->value("by", ""))) return Error("REMOVE_NOT_YOURS", {{"task", place.task->title}});
  after.erase(it);
  AddFact(run, "HandlerRemoved",
          {{"after", place.task->no}, {"step", place.task->step}, {"user", user}, {"reason", run.command.reason}});
  return absl::OkStatus();
}

}  // namespace

absl::Status AddHandler(Run& run) {
  LIANBAN_ASSIGN_OR_RETURN(TaskPlace place, TaskToManage(run));
  const Step& step = *run.model.Find(place.task->step);
  if (place.task->desk == "applicant") return Error("ADD_HANDLER_APPLICANT", {{"task", place.task->title}});
  if (place.task->before != 0) return Error("ADD_HANDLER_OPINION", {{"task", place.task->title}});
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  LIANBAN_ASSIGN_OR_RETURN(Newcomer who, NewcomerOf(run, place));
  const std::string where = ArgumentText(run, "where");
  json fact = {{"task", place.task->no}, {"step", place.task->step}, {"where", where},
               {"desk", who.desk},       {"reason", run.command.reason}};
  if (!who.user.empty()) fact["user"] = who.user;
  AddFact(run, "HandlerAdded", std::move(fact));
  if (where == "parallel") return AddParallel(run, step, place, std::move(who));
  if (where == "before") return AddBefore(run, step, place, std::move(who));
  if (where != "after") return Error("REQUEST_INVALID", {{"detail", "args.where is before, after or parallel"}});
  // One lead answers for all; who else has a say is a co-handler.
  if (step.mode == InstanceMode::kJoint) return Error("ADD_HANDLER_JOINT", {{"task", place.task->title}});
  if (!place.task->after->is_array()) place.task->after = json::array();
  place.task->after.Edit().push_back({{"desk", who.desk}, {"user", who.user}, {"by", run.command.actor.user}});
  return absl::OkStatus();
}

absl::Status RemoveHandler(Run& run) {
  TaskPlace place = FindTask(run, run.command.task);
  if (!place.task) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  if (run.command.actor.kind != ActorClass::kPerson) return Error("HUMAN_REQUIRED", {{"task", place.task->title}});
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  if (std::string user = ArgumentText(run, "user"); !user.empty()) return RemoveAfter(run, place, user);
  if (!MayRemove(run, place.task->added_by)) return Error("REMOVE_NOT_YOURS", {{"task", place.task->title}});
  const Step& step = *run.model.Find(place.task->step);
  const bool opinion = place.task->before != 0;
  auto answers = std::count_if(place.activation->tasks.begin(), place.activation->tasks.end(),
                               [](const TaskState& task) { return task.before == 0; });
  // The last one may go when others have answered: what they said then counts.
  const bool alone = place.activation->tally.empty() || step.mode == InstanceMode::kSequence;
  if (!opinion && (place.task->lead || (answers == 1 && alone))) return Error("REMOVE_LAST", {{"task", place.task->title}});
  const int64_t activation = place.activation->no;
  json fact = {{"task", place.task->no}, {"step", place.task->step}, {"reason", run.command.reason}};
  if (!place.task->assignee.empty()) fact["user"] = place.task->assignee;
  AddFact(run, "HandlerRemoved", std::move(fact));
  CloseTask(run, *place.activation, place.task->no);
  if (opinion) return absl::OkStatus();
  --FindActivation(run, activation)->instances;
  return SettleAnswers(run, activation);
}

}  // namespace lianban::workflow
