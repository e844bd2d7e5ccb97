// What a step knows of others by name: the parts that exclude it, the states it may be done in, who closes it.

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

void PlaceInSet(Model& model, int set, int member, const std::string& name, Findings& findings) {
  const int at = IndexOf(model, name);
  if (at < 0) {
    return findings.Add(0, "STEP_UNKNOWN", fmt::format("exclusive 用到不存在的步骤“{}”", name),
                        fmt::format("exclusive names the unknown step {}", name));
  }
  Step& step = model.steps[at];
  if (step.kind == StepKind::kFinish && !step.ends_branch) {
    return findings.Add(step.line, "EXCLUSIVE_WRONG", fmt::format("exclusive 里不能写办结步骤“{}”", name),
                        fmt::format("exclusive names {}, which ends the case", name));
  }
  if (!step.exclusive.emplace(set, member).second) {
    findings.Add(step.line, "EXCLUSIVE_WRONG", fmt::format("步骤“{}”在同一组 exclusive 里写了两次", name),
                 fmt::format("step {} is written twice in one set of exclusive", name));
  }
}

// Which steps can still bring the case to one that `step` may be done in.
std::vector<bool> CanStillComeTo(const Model& model, const std::vector<std::vector<int>>& graph, const Step& step) {
  std::vector<std::vector<int>> backwards(graph.size());
  for (size_t from = 0; from < graph.size(); ++from) {
    for (int to : graph[from]) backwards[to].push_back(static_cast<int>(from));
  }
  std::vector<int> states;
  for (const std::string& name : step.during) states.push_back(IndexOf(model, name));
  std::erase(states, -1);
  return Reachable(backwards, states, {});
}

}  // namespace

void ComputeRegions(Model& model, Findings& findings) {
  for (size_t set = 0; set < model.exclusive.size(); ++set) {
    for (size_t member = 0; member < model.exclusive[set].size(); ++member) {
      for (const std::string& name : model.exclusive[set][member]) {
        PlaceInSet(model, static_cast<int>(set), static_cast<int>(member), name, findings);
      }
    }
  }
  const auto graph = Successors(model);
  for (Step& step : model.steps) {
    if (!step.during.empty()) step.reach = {CanStillComeTo(model, graph, step)};
    for (const std::string& name : step.completes) {
      const int at = IndexOf(model, name);
      if (at >= 0) model.steps[at].closable = true;
    }
  }
}

}  // namespace lianban::workflow
