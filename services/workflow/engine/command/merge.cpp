// 并案: a case joins another one, which is handled for both. Everything here is held as it was, its own time goes on, and
// it ends as the leading case does. 拆案 lets it go on where it stood. What has to happen on the other side is asked for
// by effects, and a leading case that cannot take it in sends it back the same way.

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kMergedMax = 1000;

absl::Status BySystem(const Run& run) {
  return run.command.actor.kind == ActorClass::kSystem ? absl::OkStatus() : Error("SYSTEM_REQUIRED");
}

std::string LeadOf(const Run& run) {
  auto lead = run.state.vars.find("merged_into");
  return lead == run.state.vars.end() ? "" : lead->get<std::string>();
}

// Steps stand still and dates do not come true; the time of the case itself goes on.
absl::Status HoldSteps(Run& run) {
  for (ClockState& clock : run.state.clocks) {
    bool of_case = clock.name == "case" || clock.name == "promised";
    if (!of_case) LIANBAN_RETURN_IF_ERROR(PauseClock(run, clock, "merged"));
  }
  for (TimerState& timer : run.state.timers) {
    if (timer.clock.empty()) timer.held = true;
  }
  return absl::OkStatus();
}

absl::Status LetGo(Run& run) {
  run.state.status = CaseStatus::kRunning;
  run.state.vars.Erase("merged_into");
  for (ClockState& clock : run.state.clocks) {
    if (clock.ground == "merged") LIANBAN_RETURN_IF_ERROR(ResumeClock(run, clock));
  }
  for (TimerState& timer : run.state.timers) {
    if (timer.clock.empty()) timer.held = false;
  }
  LeaveFinishedCalls(run);  // children may have ended meanwhile
  return absl::OkStatus();
}

}  // namespace

absl::Status MergeCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  LIANBAN_RETURN_IF_ERROR(RequireReason(run));
  const std::string& lead = run.command.target;
  if (lead.empty()) return Error("REQUEST_INVALID", {{"detail", "target is the leading case"}});
  auto merged = run.state.vars.find("merged_cases");
  if (merged != run.state.vars.end() && !merged->empty()) return Error("MERGE_LEADS");
  auto parent = run.state.vars.find("parent");
  if (parent != run.state.vars.end() && parent->value("case", "") == lead) return Error("MERGE_PARENT");
  run.state.status = CaseStatus::kMerged;
  run.state.vars.Edit("merged_into") = lead;
  AddFact(run, "CaseMerged", {{"into", lead}, {"reason", run.command.reason}});
  AddEffect(run, "join_case",
            {{"case", lead}, {"user", run.command.actor.user}, {"desks", run.command.actor.desks},
             {"by_service", run.command.actor.kind == ActorClass::kService}, {"reason", run.command.reason}});
  return HoldSteps(run);
}

absl::Status UnmergeCase(Run& run) {
  if (run.state.status != CaseStatus::kMerged) return Error("CASE_NOT_MERGED");
  const std::string lead = LeadOf(run);
  AddFact(run, "CaseUnmerged", {{"from", lead}, {"reason", run.command.reason}});
  if (run.command.actor.kind != ActorClass::kSystem) {
    LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
    LIANBAN_RETURN_IF_ERROR(RequireReason(run));
    AddEffect(run, "leave_case", {{"case", lead}});
  }
  return LetGo(run);
}

absl::Status TakeInCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(BySystem(run));
  if (!run.command.data.value("by_service", false)) LIANBAN_RETURN_IF_ERROR(MayActOnCase(run));
  json& merged = run.state.vars.Edit("merged_cases");
  if (!merged.is_array()) merged = json::array();
  if (std::find(merged.begin(), merged.end(), json(run.command.target)) != merged.end()) return Error("MERGED_BEFORE");
  if (merged.size() >= kMergedMax) return Error("MERGED_TOO_MANY", {{"max", std::to_string(kMergedMax)}});
  merged.push_back(run.command.target);
  AddFact(run, "CaseTakenIn", {{"case", run.command.target}});
  return absl::OkStatus();
}

absl::Status LeaveOutCase(Run& run) {
  LIANBAN_RETURN_IF_ERROR(BySystem(run));
  if (!run.state.vars.contains("merged_cases")) return Error("CASE_NOT_MERGED");
  json& merged = run.state.vars.Edit("merged_cases");
  auto it = std::find(merged.begin(), merged.end(), json(run.command.target));
  if (it == merged.end()) return Error("CASE_NOT_MERGED");
  merged.erase(it);
  AddFact(run, "CaseLeftOut", {{"case", run.command.target}});
  return absl::OkStatus();
}

absl::Status EndWithLead(Run& run) {
  LIANBAN_RETURN_IF_ERROR(BySystem(run));
  if (run.state.status != CaseStatus::kMerged || LeadOf(run) != run.command.target) return Error("CASE_NOT_MERGED");
  const std::string status = run.command.data.value("status", ""), result = run.command.data.value("result", "");
  if (status == Name(CaseStatus::kFinished)) {
    CloseCase(run, CaseStatus::kFinished, result);
    return absl::OkStatus();
  }
  // What one applicant has withdrawn the other still asks for.
  AddFact(run, "CaseUnmerged", {{"from", run.command.target}, {"lead", status}});
  return LetGo(run);
}

}  // namespace lianban::workflow
