// Which branch a token at a join came from. A join has one place per branch of the fork or select that names it; a
// branch is what can be reached from its first step without passing the fork or the join; its sources are the steps of
// the branch with a way to the join.

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using Graph = std::vector<std::vector<int>>;

bool LeadsTo(const Graph& graph, int from, int to) {
  return std::find(graph[from].begin(), graph[from].end(), to) != graph[from].end();
}

std::vector<int> StepsNaming(const Model& model, const std::string& join) {
  std::vector<int> forks;
  for (size_t i = 0; i < model.steps.size(); ++i) {
    const Step& step = model.steps[i];
    bool splits = step.kind == StepKind::kFork || step.kind == StepKind::kSelect;
    if (splits && step.join == join) forks.push_back(static_cast<int>(i));
  }
  return forks;
}

std::vector<int> FirstSteps(const Model& model, const Step& fork) {
  std::vector<int> first;
  auto add = [&](const std::string& name) {
    int step = IndexOf(model, name);
    if (step >= 0 && std::find(first.begin(), first.end(), step) == first.end()) first.push_back(step);
  };
  for (const std::string& to : fork.to) add(to);
  for (const Branch& branch : fork.branches) add(branch.to);
  return first;
}

void GroupsOfFork(Model& model, const Graph& graph, int fork, int join, Findings& findings) {
  Step& step = model.steps[join];
  std::vector<int> owner(model.steps.size(), -1);
  for (int first : FirstSteps(model, model.steps[fork])) {
    std::vector<std::string> sources;
    if (first == join) {
      sources.push_back(model.steps[fork].name);
    } else {
      std::vector<bool> branch = Reachable(graph, {first}, {fork, join});
      for (size_t i = 0; i < branch.size(); ++i) {
        if (!branch[i] || !LeadsTo(graph, static_cast<int>(i), join)) continue;
        if (owner[i] >= 0) {
          findings.Add(
              step.line, "JOIN_GROUP_AMBIGUOUS",
              fmt::format("汇合“{}”：步骤“{}”属于两个分支，请写明 groups", step.name, model.steps[i].name),
              fmt::format("join {}: step {} belongs to two branches, write groups", step.name, model.steps[i].name));
          continue;
        }
        owner[i] = first;
        sources.push_back(model.steps[i].name);
      }
    }
    if (sources.empty()) {
      findings.Add(
          step.line, "JOIN_GROUP_EMPTY",
          fmt::format("从“{}”开始的分支到不了汇合“{}”", model.steps[first].name, step.name),
          fmt::format("the branch that starts with {} never reaches join {}", model.steps[first].name, step.name));
      continue;
    }
    step.groups.push_back(std::move(sources));
  }
}

// All steps that lead to it: a join of threads has one branch.
std::vector<std::string> SourcesOf(const Model& model, const Graph& graph, int join) {
  std::vector<std::string> sources;
  for (size_t i = 0; i < model.steps.size(); ++i) {
    if (LeadsTo(graph, static_cast<int>(i), join)) sources.push_back(model.steps[i].name);
  }
  return sources;
}

void CheckGroups(const Model& model, const Graph& graph, int join, Findings& findings) {
  const Step& step = model.steps[join];
  std::vector<std::string> grouped;
  for (const auto& group : step.groups) {
    for (const std::string& source : group) {
      int at = IndexOf(model, source);
      if (at < 0 || !LeadsTo(graph, at, join)) {
        findings.Add(step.line, "STEP_UNKNOWN", fmt::format("汇合“{}”的 groups：“{}”不通向它", step.name, source),
                     fmt::format("join {}: {} in groups does not lead to it", step.name, source));
      }
      grouped.push_back(source);
    }
  }
  for (size_t i = 0; i < model.steps.size(); ++i) {
    if (!LeadsTo(graph, static_cast<int>(i), join)) continue;
    if (std::find(grouped.begin(), grouped.end(), model.steps[i].name) == grouped.end()) {
      findings.Add(
          step.line, "JOIN_SOURCE_UNGROUPED",
          fmt::format("步骤“{}”通向汇合“{}”，却不在它的任何分支里", model.steps[i].name, step.name),
          fmt::format("step {} leads to join {} but is in none of its branches", model.steps[i].name, step.name));
    }
  }
  if (step.threads > 1 && step.groups.size() != 1) {
    findings.Add(step.line, "JOIN_COUNT_WRONG", fmt::format("汇合“{}”合并线程（threads），只能有一个分支", step.name),
                 fmt::format("join {} makes threads into one, so it has one branch", step.name));
  }
  int needed = step.wait_for == "n" ? step.n_of : 1;
  if (!step.groups.empty() && needed > static_cast<int>(step.groups.size())) {
    findings.Add(step.line, "JOIN_COUNT_WRONG",
                 fmt::format("汇合“{}”要等 {} 个分支，但只有 {} 个", step.name, needed, step.groups.size()),
                 fmt::format("join {} waits for {} branches but has {}", step.name, needed, step.groups.size()));
  }
}

// Everything between the first steps of the branches and the join.
void ComputeRegion(Model& model, const Graph& graph, const std::vector<int>& forks, int join) {
  std::vector<int> first, walls = forks;
  walls.push_back(join);
  for (int fork : forks) {
    for (int step : FirstSteps(model, model.steps[fork])) first.push_back(step);
  }
  std::vector<bool> region = Reachable(graph, first, walls);
  for (size_t i = 0; i < region.size(); ++i) {
    if (region[i] && model.steps[i].kind != StepKind::kFinish) model.steps[join].region.push_back(static_cast<int>(i));
  }
}

// reach[g][s]: a token at step s can still arrive in group g without passing the join.
void ComputeReach(Model& model, const Graph& graph, int join) {
  Step& step = model.steps[join];
  Graph backwards(graph.size());
  for (size_t from = 0; from < graph.size(); ++from) {
    for (int to : graph[from]) backwards[to].push_back(static_cast<int>(from));
  }
  for (const auto& group : step.groups) {
    std::vector<int> sources;
    for (const std::string& source : group) sources.push_back(IndexOf(model, source));
    std::erase(sources, -1);
    step.reach.push_back(Reachable(backwards, sources, {join}));
  }
}

}  // namespace

void ComputeJoins(Model& model, Findings& findings) {
  Graph graph = Successors(model);
  for (size_t i = 0; i < model.steps.size(); ++i) {
    Step& step = model.steps[i];
    if (step.kind != StepKind::kJoin) continue;
    int join = static_cast<int>(i);
    Findings::InFile place(findings, step.file);
    std::vector<int> forks = StepsNaming(model, step.name);
    if (step.groups.empty() && step.threads > 1) step.groups.push_back(SourcesOf(model, graph, join));
    if (step.groups.empty()) {
      if (forks.size() != 1) {
        findings.Add(step.line, "JOIN_WITHOUT_FORK",
                     fmt::format("汇合“{}”应由一个 fork 或 select 用 join 指明；否则请写明 groups", step.name),
                     fmt::format("join {} must be named by one fork or select, or write groups", step.name));
        continue;
      }
      GroupsOfFork(model, graph, forks[0], join, findings);
    }
    CheckGroups(model, graph, join, findings);
    ComputeRegion(model, graph, forks, join);
    if (step.wait_for == "synchronising") ComputeReach(model, graph, join);
  }
}

}  // namespace lianban::workflow
