#include "services/workflow/interchange/import_bpmn.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/interchange/import_words.h"
#include "services/workflow/interchange/read_bpmn.h"
#include "services/workflow/language/block.h"

namespace lianban::workflow {
namespace {

class Importer {
 public:
  explicit Importer(const BpmnProcess& in) : in_(in) {
    for (const BpmnNode& node : in.nodes) nodes_[node.id] = &node;
    for (const BpmnFlow& flow : in.flows) {
      out_[flow.from].push_back(&flow);
      ++arriving_[flow.to];
    }
    for (const BpmnNode& node : in.nodes) {
      if (!node.attached_to.empty()) boundary_[node.attached_to].push_back(&node);
    }
  }

  Draft Run() {
    draft_.process = NameFrom(in_.id, "process");
    draft_.title = in_.name.empty() ? draft_.process : in_.name;
    draft_.basis = in_.documentation;
    draft_.unmapped = in_.unmapped;
    for (const BpmnNode& node : in_.nodes) names_[node.id] = Unique(ValidName(node.id) ? node.id : NameFrom(node.id, "step"));
    Begin("", "");
    // Everything that can be met, step by step; a step made on the way adds what it leads to.
    for (const BpmnNode& node : in_.nodes) {
      ListWords(node);
      if (InsideEventSubProcess(node)) Lost(node.id, "属于事件子流程，没有写入", "part of an event sub-process, left out");
      else Translate(node);
    }
    FillCancels();
    MoveFirst();
    return std::move(draft_);
  }

 private:
  using Flows = std::vector<const BpmnFlow*>;

  std::string Unique(std::string name) {
    const std::string stem = name;
    for (int n = 2; !used_.insert(name).second; ++n) name = fmt::format("{}_{}", stem, n);
    return name;
  }

  static std::string Own(const std::map<std::string, std::string>& own, const char* key) {
    const auto it = own.find(key);
    return it == own.end() ? "" : it->second;
  }
  static std::string Own(const BpmnNode& node, const char* key) { return Own(node.own, key); }

  const Flows& Out(const std::string& id) { return out_[id]; }
  const std::string& Name(const BpmnNode& node) { return names_.at(node.id); }

  void Lost(const std::string& id, std::string zh, std::string en) {
    draft_.unmapped.push_back({id, std::move(zh), std::move(en)});
  }

  // On the heap until the end: references to steps are kept while others are added.
  DraftStep& Add(const std::string& kind, const std::string& name, const std::string& title, const std::string& scope) {
    steps_.push_back(std::make_unique<DraftStep>());
    DraftStep& step = *steps_.back();
    step.kind = kind;
    step.name = name;
    step.title = title.empty() ? name : title;
    scope_[name] = scope;
    return step;
  }

  DraftStep& AddFor(const BpmnNode& node, const std::string& kind) {
    DraftStep& step = Add(kind, Name(node), node.name, node.scope);
    if (!node.documentation.empty()) step.keys.push_back("basis = " + LuaText(node.documentation));
    TakeCancels(node, step);
    return step;
  }

  void TakeCancels(const BpmnNode& node, DraftStep& step) {
    const std::vector<std::string> cancelled = absl::StrSplit(Own(node, "cancels"), ' ', absl::SkipEmpty());
    for (const std::string& name : cancelled) {
      if (ValidName(name)) step.cancels.insert(name);
    }
  }

  bool InsideEventSubProcess(const BpmnNode& node) {
    if (node.by_event) return true;
    const auto parent = nodes_.find(node.scope);
    return parent != nodes_.end() && InsideEventSubProcess(*parent->second);
  }

  // ---- scopes ----

  bool Inside(const std::string& scope, const std::string& outer) {
    for (std::string at = scope; !at.empty(); at = nodes_.at(at)->scope) {
      if (at == outer) return true;
    }
    return outer.empty();
  }

  std::vector<const BpmnNode*> Starts(const std::string& scope) {
    std::vector<const BpmnNode*> starts, without;
    for (const BpmnNode& node : in_.nodes) {
      if (node.scope != scope || node.by_event || !node.attached_to.empty()) continue;
      if (node.type == "startEvent") starts.push_back(&node);
      else if (arriving_[node.id] == 0) without.push_back(&node);
    }
    return starts.empty() ? without : starts;
  }

  // The first step of a scope, entered from `source`; "" at the very beginning.
  std::string Begin(const std::string& scope, const std::string& source) {
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

  // Can tokens of a scope be in several places without being gathered again before its ends?
  bool Scattered(const std::string& scope) {
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

  bool Gathered(const BpmnNode& split) { return !GatheringJoin(split).empty(); }

  // A join that every way from the split to an end passes.
  std::string GatheringJoin(const BpmnNode& split) {
    for (const BpmnNode& join : in_.nodes) {
      if (join.scope == split.scope && &join != &split && IsJoin(join) && !ReachesEnd(split, join.id)) return join.id;
    }
    return "";
  }

  bool ReachesEnd(const BpmnNode& from, const std::string& wall) {
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

  // ---- arriving ----

  bool IsJoin(const BpmnNode& node) {
    const bool gathers = node.type == "parallelGateway" || node.type == "inclusiveGateway" || node.type == "complexGateway";
    const std::string kind = Own(node, "kind");
    return gathers && (kind.empty() ? arriving_[node.id] > 1 : kind == "join");
  }

  // Belongs to the event-based gateway before it.
  bool IsAwaited(const BpmnNode& node) {
    return std::any_of(in_.flows.begin(), in_.flows.end(), [&](const BpmnFlow& flow) {
      return flow.to == node.id && nodes_.at(flow.from)->type == "eventBasedGateway";
    });
  }

  bool IsPassage(const BpmnNode& node) {
    if (!Own(node, "kind").empty() || Out(node.id).size() != 1 || IsJoin(node)) return false;
    if (node.type.ends_with("Gateway")) return node.type != "eventBasedGateway";
    return node.type == "intermediateThrowEvent" && node.event.empty();
  }

  // The step that a token from step `source` reaches over `flow`.
  std::string Enter(const BpmnFlow& flow, const std::string& source) { return Arrive(*nodes_.at(flow.to), &flow, source); }

  std::string Arrive(const BpmnNode& node, const BpmnFlow* flow, const std::string& source) {
    if (passing_.contains(node.id)) return Finish(node.scope, Name(node), node.name);  // a ring of empty gateways
    if (node.event == "link" && node.type == "intermediateThrowEvent") {
      for (const BpmnNode& other : in_.nodes) {
        if (other.type == "intermediateCatchEvent" && other.event == "link" && other.event_value == node.event_value) {
          return Continue(other, source);
        }
      }
    }
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

  // One source counts for one branch; a second branch from the same step passes through a step of its own.
  std::string Register(const std::string& join, const std::string& branch, const std::string& source, const std::string& scope) {
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

  // ---- leaving ----

  // Where a token goes when `node` is done. Several flows without a gateway are a fork.
  std::string Continue(const BpmnNode& node, const std::string& source) {
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

  // The end of an activity, after what watches over it has been called off.
  std::string Leave(const BpmnNode& node, const std::string& source) {
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

  std::string Finish(const std::string& scope, const std::string& name, const std::string& title) {
    if (finished_.insert(name).second) {
      used_.insert(name);
      Add("finish", name, title, scope);
    }
    return name;
  }

  // A token that has come to an end of its scope.
  std::string ScopeEnd(const std::string& scope, const std::string& end, const std::string& source, const std::string& title) {
    const BpmnNode* sub = scope.empty() ? nullptr : nodes_.at(scope);
    if (!Scattered(scope)) {
      if (sub) return Leave(*sub, source);
      const BpmnNode& node = *nodes_.at(end);
      const std::string name =
          Finish("", node.type == "endEvent" ? Name(node) : Name(node) + "_end", title.empty() ? "结束" : title);
      TakeCancels(node, Step(name));
      return name;
    }
    // Several may still be under way: the scope ends when nothing can come any more.
    std::string& join = gathered_[scope];
    if (join.empty()) {
      join = Unique((sub ? Name(*sub) : "all") + "_ended");
      const std::string name = join;
      DraftStep& step = Add("join", name, "全部结束", scope);
      step.keys.push_back("wait_for = \"synchronising\"");
      step.next = sub ? Leave(*sub, name) : Finish("", Unique("finished"), "结束");
    }
    return Register(gathered_[scope], end, source, scope);
  }

  std::string End(const BpmnNode& node, const std::string& source) {
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
      if (fresh && ValidName(Own(node, "result"))) steps_.back()->keys.push_back("result = " + LuaText(Own(node, "result")));
      return name;
    }
    return Abort(node);
  }

  // Ends a sub-process at once: withdraws what is inside and goes on outside.
  std::string Abort(const BpmnNode& node) {
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

  // ---- boundary events ----

  static bool IsSub(const BpmnNode& node) {
    return node.type == "subProcess" || node.type == "transaction" || node.type == "adHocSubProcess";
  }
  static bool Watches(const BpmnNode& event) {
    return event.event == "timer" || event.event == "message" || event.event == "conditional" || event.event == "signal";
  }
  static bool HasTimeout(const std::string& type) {
    return type == "userTask" || type == "manualTask" || type == "task" || type == "receiveTask" || type == "callActivity";
  }

  // One interrupting timer of a task is its time limit; everything else races in parallel with the activity.
  const BpmnNode* SimpleTimer(const BpmnNode& node) {
    const auto& events = boundary_[node.id];
    const bool simple = HasTimeout(node.type) && events.size() == 1 && events[0]->event == "timer" && events[0]->interrupting;
    return simple ? events[0] : nullptr;
  }
  bool IsGuarded(const BpmnNode& node) {
    const auto& events = boundary_[node.id];
    return !SimpleTimer(node) && std::any_of(events.begin(), events.end(), [](const BpmnNode* event) { return Watches(*event); });
  }

  std::string Guard(const BpmnNode& node) {
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

  void FillCancels() {
    for (const auto& [name, sub] : cancel_scope_) {
      for (const auto& [other, scope] : scope_) {
        if (other != name && Inside(scope, sub)) Step(name).cancels.insert(other);
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

  DraftStep& Step(const std::string& name) {
    return **std::find_if(steps_.begin(), steps_.end(), [&](const auto& step) { return step->name == name; });
  }

  // Beginning first; an empty beginning that only leads on is left out.
  void MoveFirst() {
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

  // ---- nodes ----

  void Translate(const BpmnNode& node) {
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
    if (type == "intermediateCatchEvent" && node.event == "link") return;
    if (type == "intermediateCatchEvent" || type == "receiveTask") return Wait(node);
    if (type == "intermediateThrowEvent" || type == "serviceTask" || type == "sendTask" || type == "scriptTask") return Effect(node);
    if (type == "callActivity") return Call(node);
    if (type == "businessRuleTask") return Rule(node);
    if (type != "task" && type != "userTask" && type != "manualTask") Lost(node.id, type + " 先写成人工步骤", type + " became a task of a person");
    Task(node);
  }

  // Names and remarks of what does not become a step.
  void ListWords(const BpmnNode& node) {
    const bool event = node.type == "startEvent" || node.type == "endEvent";
    if (event && !node.documentation.empty()) Lost(node.id, "说明：" + node.documentation, "remark: " + node.documentation);
    const bool silent = node.type == "startEvent" || IsPassage(node) || (node.type.ends_with("Gateway") && IsOutcomes(node));
    if (silent && !node.name.empty()) Lost(node.id, "名称：" + node.name, "name: " + node.name);
  }

  void Boundary(const BpmnNode& node) {
    const BpmnNode* host = nodes_.contains(node.attached_to) ? nodes_.at(node.attached_to) : nullptr;
    if (host && (Watches(node) || (node.event == "error" && IsSub(*host)))) return;
    Lost(node.id, "边界事件 " + node.event, "boundary event of kind " + node.event);
  }

  void Sub(const BpmnNode& node) {
    if (node.multiple || node.loop) Lost(node.id, "重复的子流程只写了一次；请改成单独的流程用 call", "a repeated sub-process is written once; make it a process of its own and call it");
    if (node.type != "subProcess") Lost(node.id, node.type + " 当作普通子流程", node.type + " is treated as a plain sub-process");
  }

  void Join(const BpmnNode& node) {
    DraftStep& step = AddFor(node, "join");
    std::string wait = node.type == "inclusiveGateway" ? "\"synchronising\"" : "";
    if (node.type == "complexGateway") {
      const size_t digit = node.completion.find_first_of("0123456789");
      wait = digit == std::string::npos ? "\"any\"" : std::to_string(std::max(1, std::min(1000, atoi(node.completion.c_str() + digit))));
      if (Own(node, "wait") == "any") wait = "\"any\"";
      if (digit == std::string::npos) Lost(node.id, "激活条件：" + node.completion, "activation condition: " + node.completion);
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

  void Fork(const BpmnNode& node, const std::string& name) {
    if (node.type == "complexGateway") Lost(node.id, "复杂网关的分支全部走", "all ways of the complex gateway are taken");
    DraftStep& step = name == Name(node) ? AddFor(node, "fork") : Add("fork", name, node.name, node.scope);
    for (const BpmnFlow* flow : Out(node.id)) step.to.push_back(Enter(*flow, name));
    std::string join = Own(node, "join");
    if (join.empty() && Gathered(node)) join = names_.at(GatheringJoin(node));
    if (ValidName(join)) step.join = join;
    if (step.to.empty()) step.to.push_back(ScopeEnd(node.scope, node.id, name, node.name));
  }

  std::string OutcomeOf(const BpmnFlow& flow, std::set<std::string>& taken) {
    std::string outcome = Own(flow.own, "outcome");
    if (!ValidName(outcome)) outcome = NameFrom(flow.name, "to_" + names_.at(flow.to).substr(0, 40));
    const std::string stem = outcome;
    for (int n = 2; !taken.insert(outcome).second; ++n) outcome = fmt::format("{}_{}", stem, n);
    return outcome;
  }

  // Ways that are named by an outcome come from a field that says which; the others are rules.
  void Choose(const BpmnNode& node, DraftStep& step) {
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
      options += (options.empty() ? "" : ", ") + LuaText(outcome);
    }
    const std::string field = step.name + "_choice";
    draft_.fields[field] = fmt::format("choice {} {{ label = {}, options = {{ {} }}{} }}", LuaText(field), LuaText(step.title), options,
                                       step.kind == "select" ? ", many = true" : "");
    step.keys.push_back(fmt::format("rule = function(form) return form.{} end", field));
    Lost(node.id, "怎样选择由字段 " + field + " 代替", "field " + field + " stands for how it is chosen");
  }

  void Branches(const BpmnNode& node, DraftStep& step) {
    std::optional<DraftBranch> otherwise;
    for (const BpmnFlow* flow : Out(node.id)) {
      DraftBranch branch;
      branch.to = Enter(*flow, step.name);
      branch.note = flow->name + (flow->condition.empty() ? "" : "：" + flow->condition);
      const bool only = Out(node.id).size() == 1 && flow->condition.empty();
      if ((flow->id == node.default_flow || only) && !otherwise) {
        otherwise = branch;
        continue;
      }
      const auto words = ConditionWords(flow->condition, draft_);
      branch.when = words.value_or("false");
      if (!words) Lost(flow->id, "条件要自己写：" + branch.note, "its condition has to be written: " + flow->condition);
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

  // A gateway right behind what a person did: the person chooses.
  bool IsOutcomes(const BpmnNode& gateway) {
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

  void Outcomes(const BpmnNode& node, DraftStep& step, const std::string& only) {
    const Flows& flows = Out(node.id);
    std::set<std::string> taken = {"timeout"};
    const BpmnNode* next = flows.size() == 1 ? nodes_.at(flows[0]->to) : nullptr;
    if (next && Out(next->id).size() > 1 && IsOutcomes(*next)) {
      for (const BpmnFlow* flow : Out(next->id)) {
        const std::string outcome = OutcomeOf(*flow, taken);
        const bool said = flow->condition.empty() ? flow->name.empty() || flow->name == outcome : !Own(flow->own, "outcome").empty();
        if (!said) step.notes.push_back(fmt::format("{}：{} {}", outcome, flow->name, flow->condition));
        step.on.emplace_back(outcome, Enter(*flow, step.name));
      }
      return;
    }
    std::string outcome = flows.size() == 1 ? Own(flows[0]->own, "outcome") : "";
    if (!ValidName(outcome)) outcome = only;
    step.on.emplace_back(outcome, Leave(node, step.name));
  }

  void TimeLimit(const BpmnNode& node, DraftStep& step) {
    const BpmnNode* timer = SimpleTimer(node);
    if (!timer) return;
    step.keys.push_back("within = " + PeriodWords(*timer, draft_));
    step.on.emplace_back("timeout", Continue(*timer, step.name));
  }

  void Several(const BpmnNode& node, DraftStep& step, bool call) {
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

  void Task(const BpmnNode& node) {
    DraftStep& step = AddFor(node, "task");
    step.keys.push_back("by = " + Who(node));
    if (!node.lane.empty()) step.notes.push_back("泳道：" + node.lane);
    Several(node, step, false);
    if (node.loop) step.on.emplace_back("again", step.name);
    Outcomes(node, step, "done");
    TimeLimit(node, step);
  }

  std::string Who(const BpmnNode& node) {
    const size_t colon = node.performer.find(':');
    const std::string kind = node.performer.substr(0, colon), name = colon == std::string::npos ? "" : node.performer.substr(colon + 1);
    if (kind == "applicant" || kind == "starter") return kind;
    if ((kind == "role" || kind == "duty" || kind == "unit") && !name.empty()) return kind + " " + LuaText(name);
    const std::string role = NameFrom(node.lane, "handler");
    if (!node.performer.empty()) Lost(node.id, "经办人：" + node.performer, "performer: " + node.performer);
    else if (!node.lane.empty() && role == "handler") Lost(node.id, "泳道“" + node.lane + "”对应的岗位", "the role of lane " + node.lane);
    return "role " + LuaText(role);
  }

  void Await(const BpmnNode& event, DraftStep& step, const std::string& to) {
    std::string outcome = "received";
    if (event.event == "timer") {
      step.keys.push_back("within = " + PeriodWords(event, draft_));
      outcome = "timeout";
    } else {
      AwaitKey(event, step);
    }
    step.on.emplace_back(outcome, to);
  }

  void AwaitKey(const BpmnNode& event, DraftStep& step) {
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

  void Wait(const BpmnNode& node) {
    DraftStep& step = AddFor(node, "wait");
    if (node.event == "timer") return Await(node, step, Continue(node, step.name));
    AwaitKey(node, step);
    Outcomes(node, step, "received");
    TimeLimit(node, step);
  }

  void EventGateway(const BpmnNode& node) {
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

  void Effect(const BpmnNode& node) {
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

  void Call(const BpmnNode& node) {
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

  void Rule(const BpmnNode& node) {
    DraftStep& step = AddFor(node, "decide");
    Lost(node.id, "业务规则请写成决策表", "the business rule: write it as a decision table");
    step.branches.push_back({"", "", Leave(node, step.name)});
  }

  const BpmnProcess& in_;
  Draft draft_;
  std::map<std::string, const BpmnNode*> nodes_;
  std::map<std::string, Flows> out_;
  std::map<std::string, int> arriving_;
  std::map<std::string, std::vector<const BpmnNode*>> boundary_;
  std::map<std::string, std::string> names_, scope_, gathered_, split_;
  std::map<std::string, bool> scattered_;
  std::map<std::string, std::map<std::string, std::vector<std::string>>> groups_;
  std::vector<std::pair<std::string, std::string>> cancel_scope_, cancel_guards_;
  std::set<std::string> used_, finished_, ended_, passing_;
  std::vector<std::unique_ptr<DraftStep>> steps_;
  std::string first_;
};

}  // namespace

Draft DraftOf(const BpmnProcess& process) { return Importer(process).Run(); }

absl::StatusOr<Imported> ImportBpmn(std::string_view xml, const std::string& file) {
  LIANBAN_ASSIGN_OR_RETURN(BpmnProcess process, ReadBpmn(xml, file));
  Draft draft = DraftOf(process);
  std::string script = WriteScript(draft);
  return Imported{draft.process, std::move(script), std::move(draft.unmapped)};
}

}  // namespace lianban::workflow
