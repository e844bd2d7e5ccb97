// Scopes of a BPMN process, and the step that a token reaches.

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/interchange/bpmn_importer.h"

namespace lianban::workflow {

bool BpmnImporter::Inside(const std::string& scope, const std::string& outer) {
  for (std::string at = scope; !at.empty(); at = nodes_.at(at)->scope) {
    if (at == outer) return true;
  }
  return outer.empty();
}

std::vector<const BpmnNode*> BpmnImporter::Starts(const std::string& scope) {
  std::vector<const BpmnNode*> starts, without;
  for (const BpmnNode& node : in_.nodes) {
    if (node.scope != scope || node.by_event || !node.attached_to.empty()) continue;
    if (node.type == "startEvent") starts.push_back(&node);
    else if (arriving_[node.id] == 0) without.push_back(&node);
  }
  return starts.empty() ? without : starts;
}

std::string BpmnImporter::Begin(const std::string& scope, const std::string& source) {
  const auto starts = Starts(scope);
  auto enter = [&](const BpmnNode& start, const std::string& from) {
    if (start.type != "startEvent") return Arrive(start, nullptr, from);
    if (!start.event.empty()) Lost(start.id, "开始的触发（" + start.event + "）由受理渠道负责", "what starts it (" + start.event + ") is up to intake");
    return Continue(start, from);
  };
  if (starts.size() == 1 && !source.empty()) return enter(*starts[0], source);
  const std::string name = Unique(scope.empty() ? "begin" : names_.at(scope) + "_begin");
  if (scope.empty()) first_ = name;
  if (starts.size() > 1) {
    DraftStep& step = Add("wait", name, "从哪里开始", scope);
    step.keys.push_back("message = \"start\"");
    Lost(scope, "有几个开始：由消息 start 的结果决定从哪里开始", "several starts: the outcome of message start chooses one");
    for (const BpmnNode* start : starts) step.on.emplace_back(Name(*start), enter(*start, name));
    return name;
  }
  DraftStep& step = Add("decide", name, "开始", scope);
  step.branches.push_back({"", "", starts.empty() ? Finish("", "finished", "结束") : enter(*starts[0], name)});
  return name;
}

bool BpmnImporter::Scattered(const std::string& scope) {
  if (const auto known = scattered_.find(scope); known != scattered_.end()) return known->second;
  bool result = false;
  for (const BpmnNode& node : in_.nodes) {
    if (node.scope != scope) continue;
    const bool splits = Out(node.id).size() > 1 && node.type != "exclusiveGateway" && node.type != "eventBasedGateway";
    const bool beside = node.type == "boundaryEvent" && !node.interrupting;
    if (beside || (splits && !Gathered(node))) result = true;
  }
  return scattered_[scope] = result;
}

std::string BpmnImporter::GatheringJoin(const BpmnNode& split) {
  for (const BpmnNode& join : in_.nodes) {
    if (join.scope == split.scope && &join != &split && IsJoin(join) && !ReachesEnd(split, join.id)) return join.id;
  }
  return "";
}

bool BpmnImporter::ReachesEnd(const BpmnNode& from, const std::string& wall) {
  std::set<std::string> seen = {wall};
  std::vector<std::string> todo = {from.id};
  while (!todo.empty()) {
    const std::string id = todo.back();
    todo.pop_back();
    if (!seen.insert(id).second) continue;
    const BpmnNode& node = *nodes_.at(id);
    if (Out(id).empty() && node.event != "terminate" && node.event != "error") return true;
    for (const BpmnFlow* flow : Out(id)) todo.push_back(flow->to);
    for (const BpmnNode* event : boundary_[id]) todo.push_back(event->id);
  }
  return false;
}

bool BpmnImporter::IsJoin(const BpmnNode& node) {
  const bool gathers = node.type == "parallelGateway" || node.type == "inclusiveGateway" || node.type == "complexGateway";
  const std::string kind = Own(node, "kind");
  return gathers && (kind.empty() ? arriving_[node.id] > 1 : kind == "join");
}

bool BpmnImporter::IsAwaited(const BpmnNode& node) {
  return std::any_of(in_.flows.begin(), in_.flows.end(), [&](const BpmnFlow& flow) {
    return flow.to == node.id && nodes_.at(flow.from)->type == "eventBasedGateway";
  });
}

bool BpmnImporter::IsPassage(const BpmnNode& node) {
  if (!Own(node, "kind").empty() || Out(node.id).size() != 1 || IsJoin(node)) return false;
  if (node.type.ends_with("Gateway")) return node.type != "eventBasedGateway";
  return node.type == "intermediateThrowEvent" && node.event.empty();
}

const BpmnNode* BpmnImporter::LinkedTo(const BpmnNode& node) {
  if (node.event != "link" || node.type != "intermediateThrowEvent") return nullptr;
  const auto other = std::find_if(in_.nodes.begin(), in_.nodes.end(), [&](const BpmnNode& each) {
    return each.type == "intermediateCatchEvent" && each.event == "link" && each.event_value == node.event_value;
  });
  return other == in_.nodes.end() ? nullptr : &*other;
}

std::string BpmnImporter::Arrive(const BpmnNode& node, const BpmnFlow* flow, const std::string& source) {
  if (passing_.contains(node.id)) return Finish(node.scope, Name(node), node.name);  // a ring of empty gateways
  if (const BpmnNode* other = LinkedTo(node)) return Continue(*other, source);
  if (IsPassage(node)) {
    passing_.insert(node.id);
    const std::string to = Enter(*Out(node.id)[0], source);
    passing_.erase(node.id);
    return to;
  }
  if (IsJoin(node)) return Register(Name(node), flow ? flow->id : "", source, node.scope);
  if (node.type == "endEvent") return End(node, source);
  if (IsGuarded(node)) return Guard(node);
  if (IsSub(node)) return Begin(node.id, source);
  return Name(node);
}

std::string BpmnImporter::Register(const std::string& join, const std::string& branch, const std::string& source, const std::string& scope) {
  auto& groups = groups_[join];
  for (auto& [other, sources] : groups) {
    if (other == branch || std::find(sources.begin(), sources.end(), source) == sources.end()) continue;
    const std::string name = Unique(join + "_branch");
    Add("decide", name, name, scope).branches.push_back({"", "", join});
    groups[branch].push_back(name);
    return name;
  }
  auto& sources = groups[branch];
  if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
  return join;
}

}  // namespace lianban::workflow
