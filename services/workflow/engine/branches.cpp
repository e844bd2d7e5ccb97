#include "services/workflow/engine/branches.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/command/argument.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

bool InRegion(const Step& join, int step) {
  return std::find(join.region.begin(), join.region.end(), step) != join.region.end();
}

// Both steps have a way to a source of the same branch that does not pass the join.
bool SameBranch(const Model& model, const Step& join, int from, int to) {
  const auto graph = Successors(model);
  const std::vector<int> wall = {model.index.at(join.name)};
  const std::vector<bool> of_from = Reachable(graph, {from}, wall), of_to = Reachable(graph, {to}, wall);
  return std::any_of(join.groups.begin(), join.groups.end(), [&](const std::vector<std::string>& sources) {
    return std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
      int at = model.index.at(source);
      return of_from[at] && of_to[at];
    });
  });
}

bool Ends(CommandKind kind) {
  return kind == CommandKind::kWithdraw || kind == CommandKind::kTerminate || kind == CommandKind::kParentEnded;
}

template <typename Visit>
void EachRegionLeft(const Model& model, int from, int to, Visit visit) {
  for (const Step& join : model.steps) {
    if (join.kind == StepKind::kJoin && InRegion(join, from) && !InRegion(join, to)) visit(join);
  }
}

}  // namespace

absl::Status CheckWay(const Run& run, int from, int to) {
  for (const Step& join : run.model.steps) {
    if (join.kind != StepKind::kJoin || !InRegion(join, to)) continue;
    bool inside = from >= 0 && InRegion(join, from);
    if (inside && SameBranch(run.model, join, from, to)) continue;
    return Error("BRANCH_REFUSED", {{"step", run.model.steps[to].title}});
  }
  return absl::OkStatus();
}

std::vector<std::string> StepsLeft(const Run& run, int from, int to) {
  std::vector<std::string> names = {run.model.steps[from].name};
  EachRegionLeft(run.model, from, to, [&](const Step& join) {
    for (int step : join.region) names.push_back(run.model.steps[step].name);
  });
  return names;
}

void WithdrawForWay(Run& run, int64_t no, int from, int to) {
  Withdraw(run, no);
  EachRegionLeft(run.model, from, to, [&](const Step& join) {
    WithdrawSteps(run, join.region);
    WithdrawSteps(run, {run.model.index.at(join.name)});
  });
}

absl::Status LeaveChildren(Run& run, const std::vector<std::string>& steps) {
  if (!run.state.vars.contains("children")) return absl::OkStatus();
  std::vector<json*> open;
  for (json& child : run.state.vars.Edit("children")) {
    const std::string step = child.value("step", "");
    // Who waits for this case hears of its end by itself (settle.cpp).
    if (Ends(run.command.kind) && child.contains("arrived")) continue;
    bool under = steps.empty() || std::find(steps.begin(), steps.end(), step) != steps.end();
    if (under && !child.contains("status") && !child.contains("left")) open.push_back(&child);
  }
  if (open.empty()) return absl::OkStatus();
  const std::string word = ArgumentText(run, "children");
  if (word.empty()) return Error("CHILDREN_OPEN", {{"count", std::to_string(open.size())}});
  if (word != "end" && word != "keep") return Error("REQUEST_INVALID", {{"detail", "args.children is end or keep"}});
  for (json* child : open) {
    (*child)["left"] = word;
    AddFact(run, "ChildLeft", {{"no", (*child)["no"]}, {"how", word}});
    if (word == "end") AddEffect(run, "end_child", {{"no", (*child)["no"]}, {"reason", run.command.reason}});
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
