// 跳转 by the administrator of workflows: to any step, with everything that is open elsewhere withdrawn; with a task,
// only its own branch goes. 唤醒 opens a case again that has ended.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/branches.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr char kAdministrator[] = "workflow_admin";

bool IsAdministrator(const Actor& actor) {
  for (const std::string& desk : actor.desks) {
    if (desk.ends_with(std::string("/") + kAdministrator)) return true;
  }
  return false;
}

void WithdrawEverything(Run& run) {
  std::vector<int> all;
  for (size_t i = 0; i < run.model.steps.size(); ++i) all.push_back(static_cast<int>(i));
  WithdrawSteps(run, all);
}

}  // namespace

absl::Status JumpToStep(Run& run) {
  if (run.command.actor.kind != ActorClass::kPerson || !IsAdministrator(run.command.actor))
    return Error("JUMP_ROLE", {{"role", kAdministrator}});
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  const Step* target = run.model.Find(run.command.target);
  if (!target || target->kind == StepKind::kJoin) return Error("JUMP_TARGET", {{"step", run.command.target}});
  const int to = run.model.index.at(target->name);
  json fact = {{"to", target->name}, {"reason", run.command.reason}};
  if (run.command.task == 0) {
    LIANBAN_RETURN_IF_ERROR(CheckWay(run, -1, to));
    LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, {}));
    AddFact(run, "Jumped", std::move(fact));
    WithdrawEverything(run);
  } else {
    TaskPlace place = FindTask(run, run.command.task);
    if (!place.task) return Error("TASK_NOT_OPEN", {{"task", std::to_string(run.command.task)}});
    if (place.activation->passed) return Error("RETURN_PASSED", {{"task", place.task->title}});
    const int from = run.model.index.at(place.task->step);
    const int64_t no = place.activation->no;
    LIANBAN_RETURN_IF_ERROR(CheckWay(run, from, to));
    LIANBAN_RETURN_IF_ERROR(LeaveChildren(run, StepsLeft(run, from, to)));
    fact["from"] = place.task->step;
    AddFact(run, "Jumped", std::move(fact));
    WithdrawForWay(run, no, from, to);
  }
  SendToStep(run, target->name);
  return absl::OkStatus();
}

absl::Status ReopenCase(Run& run) {
  if (!IsOver(run.state.status)) return Error("CASE_NOT_OVER");
  if (run.command.actor.kind != ActorClass::kPerson || !HasRole(run, "leader"))
    return Error("REOPEN_ROLE", {{"role", "leader"}});
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  const Step* target = run.model.Find(run.command.target);
  auto outcomes = run.state.vars.find("outcomes");
  bool visited = target && outcomes != run.state.vars.end() && outcomes->contains(target->name);
  if (!visited || target->kind != StepKind::kTask) return Error("RETURN_TARGET", {{"step", run.command.target}});
  LIANBAN_RETURN_IF_ERROR(CheckWay(run, -1, run.model.index.at(target->name)));
  const absl::Time finished = *run.state.finished;
  AddFact(run, "CaseReopened",
          {{"to", target->name}, {"result", run.state.result}, {"reason", run.command.reason}});
  run.state.status = CaseStatus::kRunning;
  run.state.result.clear();
  run.state.finished.reset();
  LIANBAN_RETURN_IF_ERROR(ReopenClocks(run, finished));
  if (auto parent = run.state.vars.find("parent"); parent != run.state.vars.end()) {
    AddEffect(run, "tell_parent", {{"parent", *parent}, {"status", "reopened"}, {"result", ""}});
  }
  SendToStep(run, target->name);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
