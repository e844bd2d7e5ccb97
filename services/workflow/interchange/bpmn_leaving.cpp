// Where a token goes when a node is done, and what watches over an activity.

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/interchange/bpmn_importer.h"
#include "services/workflow/language/block.h"

namespace lianban::workflow {

std::string BpmnImporter::Continue(const BpmnNode& node, const std::string& source) {
  const Flows& flows = Out(node.id);
  if (flows.empty()) return ScopeEnd(node.scope, node.id, source, node.name);
  if (flows.size() == 1) return Enter(*flows[0], source);
  if (const auto known = split_.find(node.id); known != split_.end()) return known->second;
  const std::string name = split_[node.id] = Unique(Name(node) + "_split");
  const bool conditional = std::any_of(flows.begin(), flows.end(), [](const BpmnFlow* flow) { return !flow->condition.empty(); });
  DraftStep& step = Add(conditional ? "select" : "fork", name, node.name + "（分支）", node.scope);
  if (conditional) Branches(node, step);
  else for (const BpmnFlow* flow : flows) step.to.push_back(Enter(*flow, name));
  return name;
}

std::string BpmnImporter::Leave(const BpmnNode& node, const std::string& source) {
  if (!IsGuarded(node)) return Continue(node, source);
  const std::string name = names_.at(node.id) + "_over";
  if (!used_.insert(name).second) return name;
  DraftStep& step = Add("decide", name, node.name + "（完成）", node.scope);
  for (const BpmnNode* event : boundary_[node.id]) {
    if (Watches(*event)) step.cancels.insert(Name(*event));
  }
  step.branches.push_back({"", "", Continue(node, name)});
  return name;
}

std::string BpmnImporter::Finish(const std::string& scope, const std::string& name, const std::string& title) {
  if (finished_.insert(name).second) {
    used_.insert(name);
    Add("finish", name, title, scope);
  }
  return name;
}

bool BpmnImporter::LeavesOpen() {
  return std::any_of(in_.nodes.begin(), in_.nodes.end(), [&](const BpmnNode& node) {
    if (node.type != "complexGateway" || !IsJoin(node) || Own(node, "cancelling") == "true") return false;
    return AwaitedBy(node) < arriving_[node.id];
  });
}

bool BpmnImporter::EndsAtOnce() {
  return std::any_of(in_.nodes.begin(), in_.nodes.end(), [](const BpmnNode& node) {
    return node.scope.empty() && node.type == "endEvent" && (node.event == "terminate" || node.event == "error");
  });
}

std::string BpmnImporter::PlainEnd(const std::string& name, const std::string& title) {
  const bool fresh = !finished_.contains(name);
  Finish("", name, title);
  if (fresh && (LeavesOpen() || (EndsAtOnce() && Scattered("")))) Step(name).keys.push_back("ends = \"branch\"");
  return name;
}

std::string BpmnImporter::ScopeEnd(const std::string& scope, const std::string& end, const std::string& source, const std::string& title) {
  const BpmnNode* sub = scope.empty() ? nullptr : nodes_.at(scope);
  if (!Scattered(scope) || (!sub && EndsAtOnce())) {
    if (sub) return Leave(*sub, source);
    const auto node = nodes_.find(end);  // none: behind the message that an end event sends
    const bool ends = node != nodes_.end() && node->second->type == "endEvent";
    const std::string stem = node != nodes_.end() ? Name(*node->second) : source;
    const std::string name = PlainEnd(ends ? stem : stem + "_end", title.empty() ? "结束" : title);
    if (node != nodes_.end()) TakeCancels(*node->second, Step(name));
    return name;
  }
  // Several may still be under way: the scope ends when nothing can come any more.
  std::string& join = gathered_[scope];
  if (join.empty()) {
    join = Unique((sub ? Name(*sub) : "all") + "_ended");
    const std::string name = join;
    DraftStep& step = Add("join", name, "全部结束", scope);
    step.keys.push_back("wait_for = \"synchronising\"");
    step.next = sub ? Leave(*sub, name) : PlainEnd(Unique("finished"), "结束");
  }
  return Register(gathered_[scope], end, source, scope);
}

std::string BpmnImporter::End(const BpmnNode& node, const std::string& source) {
  if (node.event == "message" || node.event == "signal") {
    const std::string name = Name(node);
    if (ended_.insert(name).second) {
      DraftStep& step = AddFor(node, "effect");
      step.keys.push_back("message = " + LuaText(node.event_value.empty() ? name : node.event_value));
      const std::string next = ScopeEnd(node.scope, node.id + " ", name, node.name);
      step.next = next;
    }
    return name;
  }
  const bool abort = node.event == "terminate" || node.event == "error";
  if (!node.event.empty() && !abort) Lost(node.id, "结束事件的类型 " + node.event, "the kind of end event: " + node.event);
  if (!abort) return ScopeEnd(node.scope, node.id, source, node.name);
  if (node.scope.empty()) {
    const bool fresh = !finished_.contains(Name(node));
    const std::string name = Finish("", Name(node), node.name);
    TakeCancels(node, Step(name));
    if (fresh && Own(node, "kind").empty() && Scattered("")) cancel_scope_.emplace_back(name, "");
    if (fresh && ValidName(Own(node, "result"))) steps_.back()->keys.push_back("result = " + LuaText(Own(node, "result")));
    return name;
  }
  return Abort(node);
}

std::string BpmnImporter::Abort(const BpmnNode& node) {
  const std::string name = Name(node);
  if (!ended_.insert(name).second) return name;
  const BpmnNode& sub = *nodes_.at(node.scope);
  DraftStep& step = Add("decide", name, node.name, node.scope);
  cancel_scope_.emplace_back(name, sub.id);
  for (const BpmnNode* event : boundary_[sub.id]) {
    if (node.event != "error" || event->event != "error") continue;
    cancel_guards_.emplace_back(name, sub.id);
    step.branches.push_back({"", "", Continue(*event, name)});
    return name;
  }
  step.branches.push_back({"", "", Leave(sub, name)});
  return name;
}

bool BpmnImporter::IsSub(const BpmnNode& node) {
  return node.type == "subProcess" || node.type == "transaction" || node.type == "adHocSubProcess";
}

bool BpmnImporter::Watches(const BpmnNode& event) {
  return event.event == "timer" || event.event == "message" || event.event == "conditional" || event.event == "signal";
}

bool BpmnImporter::HasTimeout(const std::string& type) {
  return type == "userTask" || type == "manualTask" || type == "task" || type == "receiveTask" || type == "callActivity";
}

const BpmnNode* BpmnImporter::SimpleTimer(const BpmnNode& node) {
  const auto& events = boundary_[node.id];
  const bool simple = HasTimeout(node.type) && events.size() == 1 && events[0]->event == "timer" && events[0]->interrupting;
  return simple ? events[0] : nullptr;
}

bool BpmnImporter::IsGuarded(const BpmnNode& node) {
  const auto& events = boundary_[node.id];
  return !SimpleTimer(node) && std::any_of(events.begin(), events.end(), [](const BpmnNode* event) { return Watches(*event); });
}

std::string BpmnImporter::Guard(const BpmnNode& node) {
  const std::string name = Name(node) + "_guarded";
  if (!used_.insert(name).second) return name;
  DraftStep& fork = Add("fork", name, node.name + "（连同监视）", node.scope);
  fork.to.push_back(IsSub(node) ? Begin(node.id, name) : Name(node));
  for (const BpmnNode* event : boundary_[node.id]) {
    if (!Watches(*event)) continue;
    fork.to.push_back(Name(*event));
    DraftStep& wait = AddFor(*event, "wait");
    Await(*event, wait, Continue(*event, wait.name));
    if (!event->interrupting) continue;
    if (IsSub(node)) cancel_scope_.emplace_back(wait.name, node.id);
    else wait.cancels.insert(Name(node));
    cancel_guards_.emplace_back(wait.name, node.id);
  }
  return name;
}

void BpmnImporter::FillCancels() {
  for (const auto& [name, sub] : cancel_scope_) {
    for (const auto& [other, scope] : scope_) {
      if (other != name && Inside(scope, sub) && Step(other).kind != "finish") Step(name).cancels.insert(other);
    }
  }
  for (const auto& [name, guarded] : cancel_guards_) {
    for (const BpmnNode* event : boundary_[guarded]) {
      if (Watches(*event) && Name(*event) != name) Step(name).cancels.insert(Name(*event));
    }
  }
  for (auto& step : steps_) {
    if (step->kind == "join") step->groups = groups_[step->name];
  }
}

DraftStep& BpmnImporter::Step(const std::string& name) {
  return **std::find_if(steps_.begin(), steps_.end(), [&](const auto& step) { return step->name == name; });
}

void BpmnImporter::MoveFirst() {
  std::string start = first_;
  const DraftStep& begin = Step(first_);
  if (begin.kind == "decide" && !groups_.contains(begin.branches[0].to)) start = begin.branches[0].to;
  for (auto& step : steps_) {
    if (step->name == start) draft_.steps.push_back(*step);
  }
  for (auto& step : steps_) {
    const bool empty_start = step->name == first_ && start != first_;
    if (step->name != start && !empty_start) draft_.steps.push_back(*step);
  }
}

}  // namespace lianban::workflow
