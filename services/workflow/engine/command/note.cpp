// 抄送 and 催办: nothing moves, somebody is told, and the history shows it.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/commands.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string ArgumentText(const Run& run, const char* key) {
  auto it = run.command.args.find(key);
  return it != run.command.args.end() && it->is_string() ? it->get<std::string>() : "";
}

}  // namespace

absl::Status CopyCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  json to = json::object();
  for (const char* key : {"desk", "user"}) {
    if (std::string text = ArgumentText(run, key); !text.empty()) to[key] = text;
  }
  if (to.empty()) return Error("REQUEST_INVALID", {{"detail", "args.desk or args.user is needed"}});
  json payload = to;
  payload["name"] = "copy";
  if (!run.command.reason.empty()) payload["text"] = run.command.reason;
  AddEffect(run, "message", std::move(payload));
  to["reason"] = run.command.reason;
  AddFact(run, "Copied", std::move(to));
  return absl::OkStatus();
}

absl::Status UrgeCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  json tasks = json::array();
  std::vector<json> messages;
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (run.command.task != 0 && task.no != run.command.task) continue;
      tasks.push_back(task.no);
      json message = {{"name", "urge"}, {"desk", task.desk}, {"step", task.step}, {"text", run.command.reason}};
      if (!task.assignee.empty()) message["user"] = task.assignee;
      messages.push_back(std::move(message));
    }
  }
  if (tasks.empty()) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  for (json& message : messages) AddEffect(run, "message", std::move(message));
  AddFact(run, "Urged", {{"tasks", std::move(tasks)}, {"reason", run.command.reason}});
  return absl::OkStatus();
}

}  // namespace lianban::workflow
