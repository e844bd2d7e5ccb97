#include "services/workflow/engine/moves.h"

#include <algorithm>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

absl::Status Enter(Run& run, const Step& step) {
  if (!EntersOrWaits(run, step)) return absl::OkStatus();
  MeetCaseClocks(run, step.name);
  LIANBAN_RETURN_IF_ERROR(StartCaseClocks(run, step.name));
  if (step.once) {
    SharedJson& entered = KeptOf(run, "entered", step);
    if (!entered->is_null()) return Error("STEP_ONCE", {{"step", step.title}});
    entered = json(1);
  }
  if (IsAutomatic(step) || step.ends_branch) LeaveBehind(run, step);
  switch (step.kind) {
    case StepKind::kTask:
      return EnterTask(run, step);
    case StepKind::kDecide:
      return EnterDecide(run, step);
    case StepKind::kSelect:
      return EnterSelect(run, step);
    case StepKind::kFork:
      return EnterFork(run, step);
    case StepKind::kJoin:
      return absl::OkStatus();  // tokens wait in its places and never enter
    case StepKind::kWait:
      return EnterWait(run, step);
    case StepKind::kCall:
      return EnterCall(run, step);
    case StepKind::kEffect:
      return EnterEffect(run, step);
    case StepKind::kFinish:
      return EnterFinish(run, step);
  }
  return absl::OkStatus();
}

// The tasks of an activation that is going away, as a fact.
void ReportWithdrawn(Run& run, const Activation& activation) {
  AddFact(run, "StepWithdrawn", [&] {
    json tasks = json::array();
    for (const TaskState& task : activation.tasks) tasks.push_back(task.no);
    json fact = {{"step", activation.step}};
    if (!tasks.empty()) fact["tasks"] = std::move(tasks);
    return fact;
  });
}

void Remove(Run& run, int64_t no) {
  DropStepClock(run, no);
  for (const TaskState& task : FindActivation(run, no)->tasks) DropTaskClock(run, task.no);
  std::erase_if(run.state.activations, [&](const Activation& activation) { return activation.no == no; });
}

// 完成多实例: the answers given stand, the rest is withdrawn, and the step is left by `closed`.
void CloseSeveral(Run& run, const std::string& name) {
  std::vector<int64_t> open;
  for (const Activation& activation : run.state.activations) {
    if (activation.step == name) open.push_back(activation.no);
  }
  for (int64_t no : open) {
    if (FindActivation(run, no)->passed) {
      Withdraw(run, no);
      continue;
    }
    AddFact(run, "StepClosed", {{"step", name}, {"answers", FindActivation(run, no)->tally}});
    Leave(run, no, "closed");
  }
}

}  // namespace

void LeaveBehind(Run& run, const Step& step) {
  std::vector<int> cancelled;
  for (const std::string& name : step.cancels) cancelled.push_back(run.model.index.at(name));
  WithdrawSteps(run, cancelled);
  for (const std::string& name : step.completes) CloseSeveral(run, name);
}

void SendToStep(Run& run, const std::string& to) {
  auto index = run.model.index.find(to);
  LIANBAN_CHECK(index != run.model.index.end(), "step {} of a checked model", to);
  run.arrivals.push_back(index->second);
  run.moves.push_back({-1, index->second});
}

void Send(Run& run, const Step& from, const std::string& to, int way) {
  auto index = run.model.index.find(to);
  LIANBAN_CHECK(index != run.model.index.end(), "step {} of a checked model", to);
  const Step& target = run.model.steps[index->second];
  run.moves.push_back({static_cast<int>(&from - run.model.steps.data()), index->second, way});
  if (target.kind != StepKind::kJoin) {
    run.arrivals.push_back(index->second);
    return;
  }
  PutInJoin(run, target, from.name);
  PassJoin(run, target);
}

void SendBy(Run& run, const Step& from, const std::string& outcome) {
  const auto way = std::find(from.outcome_order.begin(), from.outcome_order.end(), outcome);
  Send(run, from, from.on.at(outcome), static_cast<int>(way - from.outcome_order.begin()));
}

absl::Status Settle(Run& run) {
  while (run.running()) {
    if (run.arrived < run.arrivals.size()) {
      if (run.arrived >= kAutomaticStepsMax)
        return Error("AUTOMATIC_LOOP", {{"steps", std::to_string(kAutomaticStepsMax)}});
      const Step& step = run.model.steps[run.arrivals[run.arrived]];
      ++run.arrived;
      LIANBAN_RETURN_IF_ERROR(Enter(run, step));
      continue;
    }
    if (LetIn(run) || PassOneSynchronisingJoin(run) || LeavePassedMilestone(run)) continue;
    LIANBAN_ASSIGN_OR_RETURN(const bool moved, CheckConditions(run));
    if (!moved) break;
  }
  if (!run.running() || !run.state.activations.empty()) return absl::OkStatus();
  const bool held_back = std::any_of(run.model.steps.begin(), run.model.steps.end(),
                                     [&](const Step& step) { return HeldBackAt(run, step) > 0; });
  if (held_back || WaitsAtJoin(run)) return Error("PROCESS_STUCK", {{"process", run.model.title}});
  CloseCase(run, CaseStatus::kFinished, run.state.vars.value("branch_result", "completed"));
  return absl::OkStatus();
}

int64_t Activate(Run& run, const Step& step) {
  Activation activation;
  activation.no = run.NextNo();
  activation.step = step.name;
  activation.entered = run.now;
  run.state.activations.push_back(std::move(activation));
  return run.state.activations.back().no;
}

void Leave(Run& run, int64_t no, const std::string& outcome) {
  Activation* activation = FindActivation(run, no);
  LIANBAN_CHECK(activation != nullptr, "activation {} is left while it is there", no);
  const Step& step = *run.model.Find(activation->step);
  if (!activation->tasks.empty()) ReportWithdrawn(run, *activation);
  Remove(run, no);
  KeptOf(run, "outcomes", step) = json(outcome);
  LeaveBehind(run, step);
  SendBy(run, step, outcome);
}

void LeaveEarly(Run& run, int64_t no, const std::string& outcome) {
  Activation* activation = FindActivation(run, no);
  LIANBAN_CHECK(activation != nullptr, "activation {} is left while it is there", no);
  const Step& step = *run.model.Find(activation->step);
  activation->passed = true;
  DropStepClock(run, no);
  KeptOf(run, "outcomes", step) = json(outcome);
  LeaveBehind(run, step);
  SendBy(run, step, outcome);
}

void Drop(Run& run, int64_t no) { Remove(run, no); }

void Withdraw(Run& run, int64_t no) {
  Activation* activation = FindActivation(run, no);
  LIANBAN_CHECK(activation != nullptr, "activation {} is withdrawn while it is there", no);
  ReportWithdrawn(run, *activation);
  Remove(run, no);
}

void WithdrawSteps(Run& run, const std::vector<int>& steps) {
  for (int index : steps) {
    const Step& step = run.model.steps[index];
    std::vector<int64_t> active;
    for (const Activation& activation : run.state.activations) {
      if (activation.step == step.name) active.push_back(activation.no);
    }
    for (int64_t no : active) Withdraw(run, no);
    if (step.kind == StepKind::kJoin) ClearJoin(run, step);
    ForgetHeldBack(run, step);
    auto waiting = run.arrivals.begin() + static_cast<std::ptrdiff_t>(run.arrived);
    run.arrivals.erase(std::remove(waiting, run.arrivals.end(), index), run.arrivals.end());
  }
}

void CloseCase(Run& run, CaseStatus status, const std::string& result) {
  for (const Activation& activation : run.state.activations) ReportWithdrawn(run, activation);
  run.state.activations.clear();
  run.state.timers.clear();
  run.state.tokens.clear();
  run.state.held.clear();
  run.arrivals.resize(run.arrived);
  std::erase_if(run.state.clocks, [](const ClockState& clock) {
    return clock.name.starts_with("step:") || clock.name.starts_with("task:");
  });
  MeetAllClocks(run);
  run.state.status = status;
  run.state.result = result;
  run.state.finished = run.now;
  run.state.last.reset();
  if (run.state.vars.contains("supervision")) run.state.vars.Erase("supervision");
  const char* type = status == CaseStatus::kWithdrawn    ? "CaseWithdrawn"
                     : status == CaseStatus::kTerminated ? "CaseTerminated"
                                                         : "CaseFinished";
  AddFact(run, type, [&] {
    json fact = {{"result", result}};
    if (!run.command.reason.empty() && status != CaseStatus::kFinished) fact["reason"] = run.command.reason;
    return fact;
  });
  for (size_t i = 0; i < ChildrenOf(run.state).ListSize(); ++i) {
    if (ChildrenOf(run.state).ListAt(i).contains("arrived")) TellParentEnded(run, EditChild(run, i));
  }
  if (auto lead = run.state.vars.find("merged_into"); lead != run.state.vars.end()) {
    if (run.command.kind != CommandKind::kLeadEnded) AddEffect(run, "leave_case", {{"case", *lead}});
    run.state.vars.Erase("merged_into");
  }
  if (auto merged = run.state.vars.find("merged_cases"); merged != run.state.vars.end()) {
    for (const json& each : *merged)
      AddEffect(run, "tell_merged", {{"case", each}, {"status", Name(status)}, {"result", result}});
    run.state.vars.Erase("merged_cases");
  }
  auto parent = run.state.vars.find("parent");
  if (parent != run.state.vars.end()) {
    AddEffect(run, "tell_parent", [&] { return json{{"parent", *parent}, {"status", Name(status)}, {"result", result}}; });
  }
}

}  // namespace lianban::workflow
