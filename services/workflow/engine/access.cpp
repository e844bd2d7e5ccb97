#include "services/workflow/engine/access.h"

#include <algorithm>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

std::string_view UnitOf(std::string_view desk) { return desk.substr(0, desk.find('/')); }
std::string_view RoleOf(std::string_view desk) {
  size_t slash = desk.find('/');
  return slash == std::string_view::npos ? std::string_view() : desk.substr(slash + 1);
}

bool SitsAt(const Actor& actor, const std::string& desk) {
  return std::find(actor.desks.begin(), actor.desks.end(), desk) != actor.desks.end();
}

// The unit, or one below it, handles the case or has an open task of it.
bool Handles(const Run& run, std::string_view unit) {
  const Directory& directory = run.environment.directory;
  if (directory.IsWithin(run.state.unit, unit)) return true;
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (directory.IsWithin(UnitOf(task.desk), unit)) return true;
    }
  }
  return false;
}

// What the applicant has to do is written down at the counter or comes in through a service.
bool ActsForApplicant(const Run& run) {
  const Actor& actor = run.command.actor;
  if (actor.kind == ActorClass::kService) return true;
  return std::any_of(actor.desks.begin(), actor.desks.end(),
                     [&](const std::string& desk) { return desk == "applicant" || UnitOf(desk) == run.state.unit; });
}

}  // namespace

bool LiesWithActor(const Run& run, const TaskState& task) {
  const Actor& actor = run.command.actor;
  if (!task.assignee.empty() && IsActor(actor, task.assignee)) return true;
  if (task.desk == "applicant") return ActsForApplicant(run);
  return SitsAt(actor, task.desk);
}

absl::StatusOr<TaskPlace> TaskToActOn(Run& run) {
  const Actor& actor = run.command.actor;
  TaskPlace place = FindTask(run, run.command.task);
  if (!place.task) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  bool applicants = place.task->desk == "applicant";
  if (actor.kind != ActorClass::kPerson && !(applicants && actor.kind == ActorClass::kService)) {
    return Error("HUMAN_REQUIRED", {{"task", place.task->title}});
  }
  if (!LiesWithActor(run, *place.task)) return Error("NOT_YOUR_TASK", {{"task", place.task->title}});
  if (!place.task->assignee.empty() && !IsActor(actor, place.task->assignee)) {
    return Error("TASK_CLAIMED", {{"task", place.task->title}, {"by", place.task->assignee}});
  }
  return place;
}

absl::StatusOr<TaskPlace> TaskToManage(Run& run) {
  TaskPlace place = FindTask(run, run.command.task);
  if (!place.task) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  const Directory& directory = run.environment.directory;
  for (const std::string& desk : run.command.actor.desks) {
    if (RoleOf(desk) == "leader" && directory.IsWithin(UnitOf(place.task->desk), UnitOf(desk))) return place;
  }
  return TaskToActOn(run);
}

bool IsActor(const Actor& actor, const std::string& user) {
  if (user.empty()) return false;
  const auto& others = actor.stands_for;
  return user == actor.user || std::find(others.begin(), others.end(), user) != others.end();
}

absl::Status CheckNewHandler(const Activation& activation, const std::string& user, int64_t except_task) {
  if (user.empty()) return absl::OkStatus();
  bool answered = std::find(activation.answered.begin(), activation.answered.end(), user) != activation.answered.end();
  bool has_one = std::any_of(activation.tasks.begin(), activation.tasks.end(), [&](const TaskState& task) {
    return task.no != except_task && task.before == 0 && (task.assignee == user || task.owner == user);
  });
  return answered || has_one ? Error("HANDLER_TWICE", {{"user", user}}) : absl::OkStatus();
}

absl::Status CheckHandsFree(const Activation& activation, const std::string& user, int64_t except_task) {
  const bool has_one = !user.empty() && std::any_of(activation.tasks.begin(), activation.tasks.end(), [&](const TaskState& task) {
    return task.no != except_task && task.before == 0 && task.assignee == user && task.owner.empty();
  });
  return has_one ? Error("HANDLER_TWICE", {{"user", user}}) : absl::OkStatus();
}

absl::Status MayActOnCase(const Run& run) {
  const Actor& actor = run.command.actor;
  if (actor.kind == ActorClass::kService) return absl::OkStatus();
  for (const std::string& desk : actor.desks) {
    if (Handles(run, UnitOf(desk))) return absl::OkStatus();
  }
  return Error("NOT_YOUR_CASE");
}

bool HasRole(const Run& run, std::string_view role) {
  const auto& desks = run.command.actor.desks;
  return std::any_of(desks.begin(), desks.end(), [&](const std::string& desk) {
    return RoleOf(desk) == role && Handles(run, UnitOf(desk));
  });
}

absl::Status RequireReason(const Run& run) {
  bool blank = run.command.reason.find_first_not_of(" \t\r\n") == std::string::npos;
  return blank ? Error("REASON_REQUIRED") : absl::OkStatus();
}

}  // namespace lianban::workflow
