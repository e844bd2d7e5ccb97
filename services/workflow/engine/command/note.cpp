// 抄送 and 催办: nothing moves, somebody is told, and the history shows it.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/escalation.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kCopiesMax = 200;

// The children that this case waits for are urged through it.
bool UrgeChildren(Run& run) {
  bool any = false;
  const SharedJson& children = ChildrenOf(run.state);
  for (size_t i = 0; i < children.ListSize(); ++i) {
    const json& child = children.ListAt(i);
    if (child.contains("status") || child.contains("left")) continue;
    AddEffect(run, "urge_child", {{"no", child["no"]}, {"reason", run.command.reason}});
    any = true;
  }
  return any;
}

}  // namespace

absl::Status CopyCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  const std::string desk = ArgumentText(run, "desk"), user = ArgumentText(run, "user");
  if (desk.empty() && user.empty()) return Error("REQUEST_INVALID", {{"detail", "args.desk or args.user is needed"}});
  if (!desk.empty()) LIANBAN_RETURN_IF_ERROR(CheckDesk(run, desk));
  json fact = {{"reason", run.command.reason}};
  json& copies = run.state.vars.Edit("copies");
  if (!copies.is_array()) copies = json::array();
  bool fresh = false;
  for (const auto& [key, value] : {std::pair{"desk", desk}, std::pair{"user", user}}) {
    if (value.empty()) continue;
    fact[key] = value;
    if (std::find(copies.begin(), copies.end(), json(value)) != copies.end()) continue;
    copies.push_back(value);
    fresh = true;
  }
  if (!fresh) return Error("COPIED_BEFORE", {{"to", user.empty() ? desk : user}});
  if (copies.size() > kCopiesMax) return Error("COPIES_TOO_MANY", {{"max", std::to_string(kCopiesMax)}});
  SendMessage(run, "copy", desk, user);
  AddFact(run, "Copied", std::move(fact));
  return absl::OkStatus();
}

absl::Status UrgeCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  json tasks = json::array();
  for (const Activation& activation : run.state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (run.command.task != 0 && task.no != run.command.task) continue;
      tasks.push_back(task.no);
      UrgeTask(run, task);
    }
  }
  const bool children = run.command.task == 0 && UrgeChildren(run);
  if (tasks.empty() && !children) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
  json fact = {{"tasks", std::move(tasks)}, {"reason", run.command.reason}};
  if (children) fact["children"] = true;
  AddFact(run, "Urged", std::move(fact));
  return absl::OkStatus();
}

}  // namespace lianban::workflow
