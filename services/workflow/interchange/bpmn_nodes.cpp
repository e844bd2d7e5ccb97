// What each kind of BPMN node becomes.

#include <algorithm>
#include <charconv>
#include <optional>

#include "fmt/format.h"
#include "services/workflow/interchange/bpmn_importer.h"
#include "services/workflow/language/block.h"
#include "services/workflow/language/outcome_label.h"

namespace lianban::workflow {

void BpmnImporter::Translate(const BpmnNode& node) {
  const std::string& type = node.type;
  const std::string role = Own(node, "role");
  if (type == "boundaryEvent") return Boundary(node);
  if (type == "startEvent" || type == "endEvent" || IsPassage(node) || !role.empty() || IsAwaited(node)) return;
  if (IsJoin(node)) return Join(node);
  if (IsSub(node)) return Sub(node);
  if (type == "parallelGateway" || type == "complexGateway") return Fork(node, Name(node));
  if (type == "exclusiveGateway" || type == "inclusiveGateway") {
    if (!IsOutcomes(node)) Choose(node, AddFor(node, type == "exclusiveGateway" ? "decide" : "select"));
    return;
  }
  if (type == "eventBasedGateway") return EventGateway(node);
  if ((type == "intermediateCatchEvent" && node.event == "link") || LinkedTo(node)) return;
  if (type == "intermediateCatchEvent" || type == "receiveTask") return Wait(node);
  if (type == "intermediateThrowEvent" || type == "serviceTask" || type == "sendTask" || type == "scriptTask") return Effect(node);
  if (type == "callActivity") return Call(node);
  if (type == "businessRuleTask") return Rule(node);
  if (type != "task" && type != "userTask" && type != "manualTask") Lost(node.id, type + " 先写成人工步骤", type + " became a task of a person");
  Task(node);
}

void BpmnImporter::ListWords(const BpmnNode& node) {
  const bool event = node.type == "startEvent" || node.type == "endEvent";
  if (event && !node.documentation.empty()) Lost(node.id, "说明：" + node.documentation, "remark: " + node.documentation);
  const bool silent = node.type == "startEvent" || IsPassage(node) || (node.type.ends_with("Gateway") && IsOutcomes(node));
  if (silent && !node.name.empty()) Lost(node.id, "名称：" + node.name, "name: " + node.name);
}

void BpmnImporter::Boundary(const BpmnNode& node) {
  const BpmnNode* host = nodes_.contains(node.attached_to) ? nodes_.at(node.attached_to) : nullptr;
  if (host && (Watches(node) || (node.event == "error" && IsSub(*host)))) return;
  Lost(node.id, "边界事件 " + node.event, "boundary event of kind " + node.event);
}

void BpmnImporter::Sub(const BpmnNode& node) {
  if (node.multiple || node.loop) Lost(node.id, "重复的子流程只写了一次；请改成单独的流程用 call", "a repeated sub-process is written once; make it a process of its own and call it");
  if (node.type != "subProcess") Lost(node.id, node.type + " 当作普通子流程", node.type + " is treated as a plain sub-process");
}

int BpmnImporter::AwaitedBy(const BpmnNode& node) {
  const size_t digit = node.completion.find_first_of("0123456789");
  if (digit == std::string::npos || Own(node, "wait") == "any") return 1;
  std::string_view digits = std::string_view(node.completion).substr(digit);
  digits = digits.substr(0, std::min<size_t>(4, digits.find_first_not_of("0123456789")));
  int many = 1;
  std::from_chars(digits.data(), digits.data() + digits.size(), many);
  // "count > 1" waits for two.
  const std::string_view before = std::string_view(node.completion).substr(0, digit);
  const size_t sign = before.find_last_not_of(" \t");
  if (sign != std::string_view::npos && before[sign] == '>') ++many;
  return std::clamp(many, 1, 1000);
}

void BpmnImporter::Join(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "join");
  std::string wait = node.type == "inclusiveGateway" ? "\"synchronising\"" : "";
  if (node.type == "complexGateway") {
    const int many = AwaitedBy(node);
    const bool counted = node.completion.find_first_of("0123456789") != std::string::npos;
    wait = counted && Own(node, "wait") != "any" ? std::to_string(many) : "\"any\"";
    if (!counted) Lost(node.id, "激活条件：" + node.completion, "activation condition: " + node.completion);
    if (Own(node, "wait").empty() && many < arriving_[node.id]) {
      Lost(node.id, fmt::format("{} 个分支到了就往下走，其余照办，件等其余办完才结束；要撤回其余请写 cancelling = true", many),
           fmt::format("goes on with {} branches; the rest is done and awaited before the case ends, cancelling = true would withdraw it", many));
    }
  }
  if (!wait.empty()) step.keys.push_back("wait_for = " + wait);
  if (Own(node, "cancelling") == "true") step.keys.push_back("cancelling = true");
  if (Out(node.id).size() < 2) {
    step.next = Continue(node, step.name);
    return;
  }
  step.next = Unique(step.name + "_split");
  if (node.type == "inclusiveGateway") Choose(node, Add("select", step.next, node.name, node.scope));
  else Fork(node, step.next);
}

void BpmnImporter::Fork(const BpmnNode& node, const std::string& name) {
  if (node.type == "complexGateway") Lost(node.id, "复杂网关的分支全部走", "all ways of the complex gateway are taken");
  DraftStep& step = name == Name(node) ? AddFor(node, "fork") : Add("fork", name, node.name, node.scope);
  for (const BpmnFlow* flow : Out(node.id)) step.to.push_back(Enter(*flow, name));
  std::string join = Own(node, "join");
  if (join.empty() && Gathered(node)) join = names_.at(GatheringJoin(node));
  if (ValidName(join)) step.join = join;
  if (step.to.empty()) step.to.push_back(ScopeEnd(node.scope, node.id, name, node.name));
}

std::string BpmnImporter::OutcomeOf(const BpmnFlow& flow, std::set<std::string>& taken) {
  std::string outcome = Own(flow.own, "outcome");
  if (!ValidName(outcome)) outcome = NameFrom(flow.name, "to_" + names_.at(flow.to).substr(0, 40));
  const std::string stem = outcome;
  for (int n = 2; !taken.insert(outcome).second; ++n) outcome = fmt::format("{}_{}", stem, n);
  return outcome;
}

void BpmnImporter::Label(const BpmnFlow& flow, const std::string& outcome, DraftStep& step) {
  if (flow.name.empty() || flow.name == outcome || !ValidName(outcome)) return;
  const OutcomeLabel* shared = SharedLabel(outcome);
  if (shared == nullptr || shared->zh != flow.name) step.labels.emplace_back(outcome, flow.name);
}

void BpmnImporter::Choose(const BpmnNode& node, DraftStep& step) {
  const std::string join = Own(node, "join");
  if (step.kind == "select" && ValidName(join)) step.join = join;
  const Flows& flows = Out(node.id);
  const bool named = !flows.empty() && std::all_of(flows.begin(), flows.end(), [](const BpmnFlow* flow) { return !Own(flow->own, "outcome").empty(); });
  if (!named) return Branches(node, step);
  std::set<std::string> taken;
  std::string options;
  for (const BpmnFlow* flow : flows) {
    const std::string outcome = OutcomeOf(*flow, taken);
    step.on.emplace_back(outcome, Enter(*flow, step.name));
    Label(*flow, outcome, step);
    options += (options.empty() ? "" : ", ") + LuaText(outcome);
  }
  const std::string field = step.name + "_choice";
  draft_.fields[field] = fmt::format("choice {} {{ label = {}, options = {{ {} }}{} }}", LuaText(field), LuaText(step.title), options,
                                     step.kind == "select" ? ", many = true" : "");
  step.keys.push_back(fmt::format("rule = function(form) return form.{} end", field));
  Lost(node.id, "怎样选择由字段 " + field + " 代替", "field " + field + " stands for how it is chosen");
}

void BpmnImporter::Branches(const BpmnNode& node, DraftStep& step) {
  std::optional<DraftBranch> otherwise;
  for (const BpmnFlow* flow : Out(node.id)) {
    DraftBranch branch;
    branch.to = Enter(*flow, step.name);
    branch.note = flow->name + (flow->name.empty() || flow->condition.empty() ? "" : "：") + flow->condition;
    const bool only = Out(node.id).size() == 1 && flow->condition.empty();
    if ((flow->id == node.default_flow || only) && !otherwise) {
      otherwise = branch;
      continue;
    }
    const auto words = ConditionWords(flow->condition, draft_);
    branch.when = words.value_or("false");
    if (!words) Lost(flow->id, "条件要自己写：" + (branch.note.empty() ? "图上没有写" : branch.note), "its condition has to be written: " + (flow->condition.empty() ? "there is none" : flow->condition));
    step.branches.push_back(std::move(branch));
  }
  if (!otherwise && !step.branches.empty()) {
    Lost(node.id, "没有默认流向，最后一条当作其他情形", "no default flow; the last one is taken as otherwise");
    otherwise = step.branches.back();
    otherwise->when.clear();
    step.branches.pop_back();
  }
  if (!otherwise) otherwise = DraftBranch{"", "", ScopeEnd(node.scope, node.id, step.name, node.name)};
  step.branches.push_back(*otherwise);
}

bool BpmnImporter::IsOutcomes(const BpmnNode& gateway) {
  if (gateway.type != "exclusiveGateway" || arriving_[gateway.id] != 1 || !Own(gateway, "kind").empty()) return false;
  for (const BpmnFlow& flow : in_.flows) {
    if (flow.to != gateway.id) continue;
    const BpmnNode& before = *nodes_.at(flow.from);
    const bool asks = before.type == "userTask" || before.type == "manualTask" || before.type == "task" || before.type == "receiveTask" ||
                      (before.type == "intermediateCatchEvent" && before.event == "message") || Own(gateway, "role") == "outcomes";
    return asks && Out(before.id).size() == 1 && !before.loop && !IsGuarded(before);
  }
  return false;
}

void BpmnImporter::Outcomes(const BpmnNode& node, DraftStep& step, const std::string& only) {
  const Flows& flows = Out(node.id);
  std::set<std::string> taken = {"timeout"};
  const BpmnNode* next = flows.size() == 1 ? nodes_.at(flows[0]->to) : nullptr;
  if (next && Out(next->id).size() > 1 && IsOutcomes(*next)) {
    for (const BpmnFlow* flow : Out(next->id)) {
      const std::string outcome = OutcomeOf(*flow, taken);
      const bool said = flow->condition.empty() ? flow->name.empty() || flow->name == outcome : !Own(flow->own, "outcome").empty();
      if (!said) step.notes.push_back(fmt::format("{}：{} {}", outcome, flow->name, flow->condition));
      step.on.emplace_back(outcome, Enter(*flow, step.name));
      Label(*flow, outcome, step);
    }
    return;
  }
  std::string outcome = flows.size() == 1 ? Own(flows[0]->own, "outcome") : "";
  if (!ValidName(outcome)) outcome = only;
  step.on.emplace_back(outcome, Leave(node, step.name));
  if (flows.size() == 1) Label(*flows[0], outcome, step);
}

void BpmnImporter::TimeLimit(const BpmnNode& node, DraftStep& step) {
  const BpmnNode* timer = SimpleTimer(node);
  if (!timer) return;
  step.keys.push_back("within = " + PeriodWords(*timer, draft_));
  step.on.emplace_back("timeout", Continue(*timer, step.name));
}

void BpmnImporter::Several(const BpmnNode& node, DraftStep& step, bool call) {
  if (!node.multiple) return;
  const int count = atoi(node.cardinality.c_str());
  if (count > 0 && count <= 100) {
    std::string items;
    for (int i = 1; i <= count; ++i) items += fmt::format("{}{{ no = {} }}", i > 1 ? ", " : "", i);
    step.keys.push_back("each = { " + items + " }");
  } else {
    const std::string field = step.name + "_items";
    draft_.fields[field] = fmt::format("list {} {{ label = {} }}", LuaText(field), LuaText(step.title));
    step.keys.push_back(fmt::format("each = function(form) return form.{} end", field));
    Lost(node.id, "多实例的对象取自字段 " + field, "the items come from field " + field);
  }
  const bool any = Own(node, "mode") == "any";
  if (!call) step.keys.push_back(std::string("mode = ") + (node.sequential ? "\"sequence\"" : any ? "\"any\"" : "\"all\""));
  if (!node.completion.empty() && !any) Lost(node.id, "多实例的完成条件：" + node.completion, "completion condition: " + node.completion);
}

void BpmnImporter::Task(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "task");
  step.keys.push_back("by = " + Who(node));
  if (!node.lane.empty()) step.notes.push_back("泳道：" + node.lane);
  Several(node, step, false);
  if (node.loop) step.on.emplace_back("again", step.name);
  Outcomes(node, step, "done");
  TimeLimit(node, step);
}

std::string BpmnImporter::Who(const BpmnNode& node) {
  const size_t colon = node.performer.find(':');
  const std::string kind = node.performer.substr(0, colon), name = colon == std::string::npos ? "" : node.performer.substr(colon + 1);
  if (kind == "applicant" || kind == "starter") return kind;
  if ((kind == "role" || kind == "duty" || kind == "unit") && !name.empty()) {
    // role("leader", { at = "district" }), duty("legal_aid", { role = "lawyer" })
    const std::string as = Own(node, "as"), at = Own(node, "at");
    static const std::set<std::string> levels = {"community", "street", "district", "city", "above"};
    if (kind == "role" && levels.contains(at)) return fmt::format("role({}, {{ at = {} }})", LuaText(name), LuaText(at));
    if (kind != "role" && ValidName(as)) return fmt::format("{}({}, {{ role = {} }})", kind, LuaText(name), LuaText(as));
    return kind + " " + LuaText(name);
  }
  // A plain name is a group of people: that is what a role is.
  if (!node.performer.empty() && NameFrom(node.performer, "") == node.performer) return "role " + LuaText(node.performer);
  const std::string role = NameFrom(node.lane, "handler");
  if (!node.performer.empty()) Lost(node.id, "经办人：" + node.performer, "performer: " + node.performer);
  else if (!node.lane.empty() && role == "handler") Lost(node.id, "泳道“" + node.lane + "”对应的岗位", "the role of lane " + node.lane);
  return "role " + LuaText(role);
}

void BpmnImporter::Await(const BpmnNode& event, DraftStep& step, const std::string& to) {
  std::string outcome = "received";
  if (event.event == "timer") {
    step.keys.push_back("within = " + PeriodWords(event, draft_));
    outcome = "timeout";
  } else {
    AwaitKey(event, step);
  }
  step.on.emplace_back(outcome, to);
}

void BpmnImporter::AwaitKey(const BpmnNode& event, DraftStep& step) {
  if (const std::string of = Own(event, "of"); of == "applicant" || of == "parent") {
    step.keys.push_back("of = " + of);
  } else if (event.event == "conditional") {
    const auto words = ConditionWords(event.event_value, draft_);
    step.keys.push_back(fmt::format("till = function(form) return {} end", event.event_value == "till" ? "false" : words.value_or("false")));
    if (!words || event.event_value == "till") Lost(event.id, "等待的条件要自己写：" + event.event_value, "the condition has to be written: " + event.event_value);
  } else {
    if (event.event != "message" && !event.event.empty()) Lost(event.id, event.event + " 写成消息", event.event + " is written as a message");
    step.keys.push_back("message = " + LuaText(event.event_value.empty() ? step.name : event.event_value));
  }
}

void BpmnImporter::Wait(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "wait");
  if (node.event == "timer") return Await(node, step, Continue(node, step.name));
  AwaitKey(node, step);
  Outcomes(node, step, "received");
  TimeLimit(node, step);
}

void BpmnImporter::EventGateway(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "wait");
  const BpmnNode* timer = nullptr;
  int others = 0;
  for (const BpmnFlow* flow : Out(node.id)) {
    const BpmnNode& event = *nodes_.at(flow->to);
    if (event.event == "timer" && !timer) {
      timer = &event;
      continue;
    }
    if (others++ == 0) AwaitKey(event, step);
    else Lost(event.id, "几个消息合成一个等待，由结果区分", "several messages became one wait; the outcome tells them apart");
    const bool sole = Out(node.id).size() <= 2;
    if (sole) {
      Outcomes(event, step, "received");
    } else {
      step.on.emplace_back(Name(event), Continue(event, step.name));
    }
  }
  if (!timer) return;
  step.keys.push_back("within = " + PeriodWords(*timer, draft_));
  step.on.emplace_back("timeout", Continue(*timer, step.name));
}

void BpmnImporter::Effect(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "effect");
  std::string kind = Own(node, "effect"), name = Own(node, "named");
  if (kind != "notice" && kind != "message" && kind != "connector" && kind != "ledger") {
    kind = node.type == "sendTask" || node.type == "intermediateThrowEvent" ? "message" : "connector";
    if (node.type == "scriptTask") Lost(node.id, "脚本内容", "what the script does");
    if (node.type == "intermediateThrowEvent" && node.event != "message") Lost(node.id, node.event + " 写成消息", node.event + " is written as a message");
  }
  if (name.empty()) name = node.event_value.empty() ? step.name : node.event_value;
  if (node.multiple || node.loop) Lost(node.id, "自动步骤的重复", "the repetition of an automatic step");
  step.keys.push_back(kind + " = " + LuaText(name));
  step.next = Leave(node, step.name);
}

void BpmnImporter::Call(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "call");
  const std::string called = NameFrom(node.called, "");
  if (called.empty()) Lost(node.id, "没有写被调用的流程", "does not say which process is called");
  step.keys.push_back("process = " + LuaText(called.empty() ? "unknown" : called));
  Several(node, step, true);
  const std::string wait = Own(node, "wait");
  if (wait == "any" || wait == "none") step.keys.push_back("wait = " + LuaText(wait));
  else if (const int count = atoi(wait.c_str()); count > 0) step.keys.push_back(fmt::format("wait = {}", count));
  step.on.emplace_back("done", Leave(node, step.name));
  TimeLimit(node, step);
}

void BpmnImporter::Rule(const BpmnNode& node) {
  DraftStep& step = AddFor(node, "decide");
  Lost(node.id, "业务规则请写成决策表", "the business rule: write it as a decision table");
  step.branches.push_back({"", "", Leave(node, step.name)});
}

}  // namespace lianban::workflow
