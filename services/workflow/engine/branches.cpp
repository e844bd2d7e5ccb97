#include "services/workflow/engine/branches.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/engine/children.h"
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

using Graph = std::vector<std::vector<int>>;

bool IsFork(const Step& step) { return step.kind == StepKind::kFork || step.kind == StepKind::kSelect; }

// Joins that both steps lie before: what is behind them is not touched by a way between the two.
std::vector<int> JoinsAround(const Model& model, int from, int to) {
  std::vector<int> around;
  for (const Step& join : model.steps) {
    if (join.kind == StepKind::kJoin && InRegion(join, from) && InRegion(join, to)) around.push_back(model.index.at(join.name));
  }
  return around;
}

// The way back from `from` to `to`: everything that could have begun since `to` was done, without `from` being done.
struct WayBack {
  std::vector<int> steps;   // on the way, empty when it does not lead back
  std::vector<int> redone;  // behind forks without a join and before joins that lie on it: all of it is done anew
};

WayBack WayBackOf(const Model& model, int from, int to) {
  WayBack way;
  const Graph graph = Successors(model);
  std::vector<int> walls = JoinsAround(model, from, to);
  if (from < 0 || !Reachable(graph, {to}, walls)[from]) return way;
  std::vector<int> until = walls;
  if (from != to) until.push_back(from);
  const std::vector<bool> on_the_way = Reachable(graph, {to}, until);
  walls.push_back(to);
  std::vector<bool> redone(model.steps.size());
  for (size_t i = 0; i < model.steps.size(); ++i) {
    if (!on_the_way[i]) continue;
    way.steps.push_back(static_cast<int>(i));
    const Step& step = model.steps[i];
    if (IsFork(step) && step.join.empty()) {
      const std::vector<bool> behind = Reachable(graph, graph[i], walls);
      for (size_t at = 0; behind[from] && at < behind.size(); ++at) redone[at] = redone[at] || behind[at];
    }
    if (step.kind != StepKind::kJoin || InRegion(step, from) || InRegion(step, to)) continue;
    redone[i] = true;
    for (int at : step.region) redone[at] = true;
  }
  for (size_t i = 0; i < redone.size(); ++i) {
    if (redone[i]) way.redone.push_back(static_cast<int>(i));
  }
  return way;
}

// Instances that were not waited for, of a step that is now before the case again: it will be done anew, and no answer of the first
// round counts in the second.
void WithdrawPassed(Run& run, const std::vector<int>& steps) {
  std::vector<int64_t> passed;
  for (const Activation& activation : run.state.activations) {
    const int step = run.model.index.at(activation.step);
    if (activation.passed && std::find(steps.begin(), steps.end(), step) != steps.end()) passed.push_back(activation.no);
  }
  for (int64_t no : passed) Withdraw(run, no);
}

// Behind a fork without a join, and not behind the same way of it: the branch of another token.
bool OtherOpenBranch(const Model& model, int from, int to) {
  const Graph graph = Successors(model);
  for (size_t i = 0; i < model.steps.size(); ++i) {
    if (!IsFork(model.steps[i]) || !model.steps[i].join.empty()) continue;
    bool behind_from = false, behind_to = false, together = false;
    for (int head : graph[i]) {
      const std::vector<bool> behind = Reachable(graph, {head}, {static_cast<int>(i)});
      behind_from = behind_from || behind[from];
      behind_to = behind_to || behind[to];
      together = together || (behind[from] && behind[to]);
    }
    if (behind_from && behind_to && !together) return true;
  }
  return false;
}

}  // namespace

absl::Status CheckWay(const Run& run, int from, int to) {
  for (const Step& join : run.model.steps) {
    if (join.kind != StepKind::kJoin || !InRegion(join, to)) continue;
    bool inside = from >= 0 && InRegion(join, from);
    if (inside && SameBranch(run.model, join, from, to)) continue;
    return Error("BRANCH_REFUSED", {{"step", run.model.steps[to].title}});
  }
  if (from < 0) return absl::OkStatus();
  if (OtherOpenBranch(run.model, from, to)) return Error("BRANCH_REFUSED", {{"step", run.model.steps[to].title}});
  // A branch that its join has not waited for moves nothing, backwards neither.
  for (const Step& join : run.model.steps) {
    if (join.kind != StepKind::kJoin || !InRegion(join, from) || InRegion(join, to)) continue;
    if (run.state.tokens.contains(join.name + "!")) return Error("RETURN_PASSED", {{"task", run.model.steps[from].title}});
  }
  return absl::OkStatus();
}

std::vector<std::string> StepsLeft(const Run& run, int from, int to) {
  std::vector<std::string> names = {run.model.steps[from].name};
  EachRegionLeft(run.model, from, to, [&](const Step& join) {
    for (int step : join.region) names.push_back(run.model.steps[step].name);
  });
  const WayBack way = WayBackOf(run.model, from, to);
  for (int step : way.redone) names.push_back(run.model.steps[step].name);
  for (int step : way.steps) {
    if (run.model.steps[step].wait_children != "none") names.push_back(run.model.steps[step].name);
  }
  return names;
}

void WithdrawForWay(Run& run, int64_t no, int from, int to) {
  Withdraw(run, no);
  EachRegionLeft(run.model, from, to, [&](const Step& join) {
    WithdrawSteps(run, join.region);
    WithdrawSteps(run, {run.model.index.at(join.name)});
  });
  const WayBack way = WayBackOf(run.model, from, to);
  WithdrawSteps(run, way.redone);
  WithdrawPassed(run, way.steps);
}

absl::Status LeaveChildren(Run& run, const std::vector<std::string>& steps) {
  std::vector<size_t> open;
  const SharedJson& children = ChildrenOf(run.state);
  for (size_t i = 0; i < children.ListSize(); ++i) {
    const json& child = children.ListAt(i);
    const std::string step = child.value("step", "");
    // Who waits for this case hears of its end by itself (settle.cpp).
    if (Ends(run.command.kind) && child.contains("arrived")) continue;
    bool under = steps.empty() || std::find(steps.begin(), steps.end(), step) != steps.end();
    if (under && !child.contains("status") && !child.contains("left")) open.push_back(i);
  }
  if (open.empty()) return absl::OkStatus();
  const std::string word = ArgumentText(run, "children");
  if (word.empty()) return Error("CHILDREN_OPEN", {{"count", std::to_string(open.size())}});
  if (word != "end" && word != "keep") return Error("REQUEST_INVALID", {{"detail", "args.children is end or keep"}});
  for (size_t place : open) {
    json& child = EditChild(run, place);
    child["left"] = word;
    AddFact(run, "ChildLeft", {{"no", child["no"]}, {"how", word}});
    if (word == "end") AddEffect(run, "end_child", {{"no", child["no"]}, {"reason", run.command.reason}});
  }
  return absl::OkStatus();
}

}  // namespace lianban::workflow
