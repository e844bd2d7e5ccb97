#include "services/workflow/interchange/export_bpmn.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/workflow/language/outcome_label.h"
#include "services/workflow/language/ways.h"
#include "services/workflow/interchange/write_bpmn.h"

namespace lianban::workflow {
namespace {

class Exporter {
 public:
  explicit Exporter(const Model& model) : model_(model) {}

  BpmnProcess Run() {
    out_.id = model_.process;
    out_.name = model_.title;
    out_.documentation = model_.basis;
    ListWholeProcess();
    if (!model_.steps.empty()) {
      Node("begin-event", "startEvent", "");
      Flow("begin-event", model_.steps[0], "");
    }
    for (const Step& step : model_.steps) {
      ListStep(step);
      Translate(step);
    }
    return std::move(out_);
  }

 private:
  // Step names hold no hyphen, so what is made up here cannot collide with them.
  BpmnNode& Node(std::string id, std::string type, std::string name) {
    BpmnNode node;
    node.id = std::move(id);
    node.type = std::move(type);
    node.name = std::move(name);
    out_.nodes.push_back(std::move(node));
    return out_.nodes.back();
  }

  BpmnNode& StepNode(const Step& step, std::string type) {
    BpmnNode& node = Node(step.name, std::move(type), step.title);
    node.documentation = step.basis;
    node.own["kind"] = KindName(step.kind);
    if (!step.cancels.empty()) node.own["cancels"] = absl::StrJoin(step.cancels, " ");
    return node;
  }

  static const char* KindName(StepKind kind) {
    constexpr const char* names[] = {"task", "decide", "select", "fork", "join", "wait", "call", "effect", "finish"};
    return names[static_cast<int>(kind)];
  }

  BpmnFlow& Connect(const std::string& from, const std::string& to, const std::string& name) {
    BpmnFlow flow;
    flow.id = fmt::format("flow-{}", out_.flows.size() + 1);
    flow.from = from;
    flow.to = to;
    flow.name = name;
    out_.flows.push_back(std::move(flow));
    return out_.flows.back();
  }

  // A branch of a join with several sources first meets in a gateway of its own: to BPMN they are one token.
  std::string Door(const Step& target, const std::string& source) {
    if (target.kind == StepKind::kFork || target.kind == StepKind::kSelect) return Entrance(target);
    if (target.kind != StepKind::kJoin || source.empty()) return target.name;
    const int group = GroupOf(target, source);
    size_t arrows = 0;
    for (const std::string& from : target.groups[group]) {
      for (const Way& way : WaysOf(*model_.Find(from))) arrows += way.to == target.name;
    }
    if (arrows < 2) return target.name;
    const std::string id = fmt::format("{}-branch{}", target.name, group + 1);
    if (doors_.insert(id).second) {
      Node(id, "exclusiveGateway", "");
      Connect(id, target.name, "");
    }
    return id;
  }

  // A gateway with several incoming flows would wait for all of them, a fork does not.
  std::string Entrance(const Step& fork) {
    size_t arrows = &fork == &model_.steps[0];
    for (const Step& step : model_.steps) {
      for (const Way& way : WaysOf(step)) arrows += way.to == fork.name;
    }
    if (arrows < 2) return fork.name;
    const std::string id = fork.name + "-entrance";
    if (doors_.insert(id).second) {
      Node(id, "exclusiveGateway", "");
      Connect(id, fork.name, "");
    }
    return id;
  }

  BpmnFlow& Flow(const std::string& from, const Step& target, const std::string& source, const std::string& name = "") {
    return Connect(from, Door(target, source), name);
  }

  void Translate(const Step& step) {
    switch (step.kind) {
      case StepKind::kTask: return Task(step);
      case StepKind::kCall: return Call(step);
      case StepKind::kWait: return Wait(step);
      case StepKind::kDecide: return Gateway(step, "exclusiveGateway");
      case StepKind::kSelect: return Gateway(step, "inclusiveGateway");
      case StepKind::kFork: return Gateway(step, "parallelGateway");
      case StepKind::kJoin: return Join(step);
      case StepKind::kEffect: return Effect(step);
      case StepKind::kFinish: {
        BpmnNode& node = StepNode(step, "endEvent");
        if (!step.ends_branch) node.event = "terminate";
        if (step.result != step.name) node.own["result"] = step.result;
        return;
      }
    }
  }

  // Outcomes but the timeout: one goes straight on, several pass through a gateway.
  void Outcomes(const Step& step, const std::string& from) {
    std::vector<Way> ways = WaysOf(step);
    std::erase_if(ways, [](const Way& way) { return way.outcome == "timeout"; });
    std::string source = from;
    if (ways.size() > 1) {
      source = step.name + "-outcomes";
      Node(source, "exclusiveGateway", "").own["role"] = "outcomes";
      Connect(from, source, "");
    }
    for (const Way& way : ways) {
      BpmnFlow& flow = Flow(source, *model_.Find(way.to), step.name, LabelOfOutcome(model_, step, way.outcome).zh);
      flow.own["outcome"] = way.outcome;
      if (ways.size() > 1) flow.condition = fmt::format("outcome == \"{}\"", way.outcome);
    }
  }

  void SetPeriod(BpmnNode& node, const PeriodSpec& spec) {
    static constexpr const char* words[] = {"days", "workdays", "hours", "minutes", "months", "years"};
    int unit = 0;
    std::string number = "0";
    PeriodUnit kind = spec.unit;
    nlohmann::json value;
    if (const auto* count = std::get_if<int64_t>(&spec.count)) number = std::to_string(*count);
    if (const auto* param = std::get_if<ParamRef>(&spec.count)) {
      node.own["param"] = param->key;
      const auto known = model_.param_defaults.find(param->key);
      if (known != model_.param_defaults.end() && known->second.is_number_integer()) number = known->second.dump();
    }
    if (const auto* field = std::get_if<FieldRef>(&spec.count)) node.own["field"] = field->field;
    switch (kind) {
      case PeriodUnit::kDays: unit = 0; break;
      case PeriodUnit::kWorkdays: unit = 1; break;
      case PeriodUnit::kHours: unit = 2; break;
      case PeriodUnit::kMinutes: unit = 3; break;
      case PeriodUnit::kMonths: unit = 4; break;
      case PeriodUnit::kYears: unit = 5; break;
    }
    static constexpr const char* iso[] = {"P{}D", "P{}D", "PT{}H", "PT{}M", "P{}M", "P{}Y"};
    node.own["period"] = words[unit];
    if (!spec.roll) node.own["roll"] = "false";
    node.event_value = fmt::format(fmt::runtime(iso[unit]), number);
    if (unit == 1) {
      Lost(node.id.substr(0, node.id.find('-')), "工作日按自然日写成 " + node.event_value,
           "working days are written as " + node.event_value);
    }
  }

  void Timeout(const Step& step) {
    const auto late = step.on.find("timeout");
    if (late == step.on.end()) return;
    const std::string id = step.name + "-timeout";
    BpmnNode& node = Node(id, "boundaryEvent", "逾期");
    node.event = "timer";
    node.attached_to = step.name;
    if (step.within) SetPeriod(node, *step.within);
    Flow(id, *model_.Find(late->second), step.name, "").own["outcome"] = "timeout";
  }

  void Several(const Step& step, BpmnNode& node) {
    if (!step.each) return;
    node.multiple = true;
    node.sequential = step.mode == InstanceMode::kSequence;
    if (const auto* items = std::get_if<nlohmann::json>(&*step.each)) node.cardinality = std::to_string(items->size());
    if (step.mode == InstanceMode::kAny) node.completion = "nrOfCompletedInstances >= 1", node.own["mode"] = "any";
    if (step.mode == InstanceMode::kVote) {
      node.completion = "vote";
      Lost(step.name, "票签的权重与门槛", "weights and threshold of the vote");
    }
  }

  void Task(const Step& step) {
    BpmnNode& node = StepNode(step, "userTask");
    static constexpr const char* kinds[] = {"role", "duty", "unit", "applicant", "starter", "rule"};
    node.performer = kinds[static_cast<int>(step.by.kind)];
    if (!step.by.name.empty()) node.performer += ":" + step.by.name;
    const bool within_unit = step.by.kind == Assignment::Kind::kDuty || step.by.kind == Assignment::Kind::kUnit;
    if (within_unit && step.by.role != "handler") node.own["as"] = step.by.role;
    if (!step.by.at.empty()) node.own["at"] = step.by.at;
    Several(step, node);
    Outcomes(step, step.name);
    Timeout(step);
  }

  void Call(const Step& step) {
    BpmnNode& node = StepNode(step, "callActivity");
    node.called = step.process;
    if (step.process_rule) Lost(step.name, "子流程由规则决定", "a rule chooses the child process");
    if (step.child_form) Lost(step.name, "子案表单由规则生成", "a rule makes the child's form");
    Several(step, node);
    const std::string wait = step.wait_children == "n" ? std::to_string(step.n_children) : step.wait_children;
    if (wait != "all") {
      node.own["wait"] = wait;
      Lost(step.name, "子案不必全部办结（" + wait + "）", "does not wait for all children (" + wait + ")");
    }
    Outcomes(step, step.name);
    Timeout(step);
  }

  void Event(const Step& step, BpmnNode& node) {
    const std::string of = step.of_applicant ? "applicant" : step.of_parent ? "parent" : "";
    if (!of.empty() || !step.message.empty()) {
      node.event = "message";
      node.event_value = of.empty() ? step.message : of;
      if (!of.empty()) node.own["of"] = of;
      if (step.until) Lost(step.name, "最晚时刻是脚本规则", "the last moment is a rule of the script");
    } else if (step.until) {
      node.event = "conditional";
      node.event_value = "till";
      Lost(step.name, "等待的条件是脚本规则", "the condition waited for is a rule of the script");
    } else {
      node.event = "timer";
      if (step.within) SetPeriod(node, *step.within);
    }
  }

  void Wait(const Step& step) {
    const bool only_time = step.message.empty() && !step.of_applicant && !step.of_parent && !step.until;
    if (only_time) {
      Event(step, StepNode(step, "intermediateCatchEvent"));
      Flow(step.name, *model_.Find(step.on.at("timeout")), step.name).own["outcome"] = "timeout";
      return;
    }
    if (!step.on.contains("timeout")) {
      Event(step, StepNode(step, "intermediateCatchEvent"));
      return Outcomes(step, step.name);
    }
    StepNode(step, "eventBasedGateway");
    BpmnNode& event = Node(step.name + "-event", "intermediateCatchEvent", step.title);
    event.own["role"] = "event";
    Event(step, event);
    Connect(step.name, step.name + "-event", "");
    Outcomes(step, step.name + "-event");
    BpmnNode& timer = Node(step.name + "-timeout", "intermediateCatchEvent", "逾期");
    timer.own["role"] = "timeout";
    timer.event = "timer";
    if (step.within) SetPeriod(timer, *step.within);
    Connect(step.name, step.name + "-timeout", "");
    Flow(step.name + "-timeout", *model_.Find(step.on.at("timeout")), step.name).own["outcome"] = "timeout";
  }

  std::string LabelOf(const Step& step, const Way& way) const {
    return way.outcome.empty() ? "" : LabelOfOutcome(model_, step, way.outcome).zh;
  }

  void Gateway(const Step& step, const char* type) {
    StepNode(step, type);
    const size_t at = out_.nodes.size() - 1;
    if (!step.join.empty()) out_.nodes[at].own["join"] = step.join;
    if (!step.table.empty()) out_.nodes[at].own["table"] = step.table;
    for (const Way& way : WaysOf(step)) {
      const std::string name = way.otherwise ? "其他" : way.conditional ? "符合条件" : LabelOf(step, way);
      BpmnFlow& flow = Flow(step.name, *model_.Find(way.to), step.name, name);
      if (!way.outcome.empty()) {
        flow.own["outcome"] = way.outcome;
        flow.condition = fmt::format("outcome == \"{}\"", way.outcome);
      } else if (way.conditional) {
        flow.condition = "rule";
      } else if (way.otherwise) {
        out_.nodes[at].default_flow = flow.id;
      }
    }
    if (step.kind == StepKind::kFork) return;
    if (!step.table.empty()) Lost(step.name, "决策表 " + step.table + ".csv", "decision table " + step.table + ".csv");
    for (const Branch& branch : step.branches) {
      if (!std::holds_alternative<RuleRef>(branch.when) && !step.rule) continue;
      return Lost(step.name, "条件是脚本规则，图上只写出各条路", "the conditions are rules of the script; only the ways are drawn");
    }
  }

  void Join(const Step& step) {
    const bool complex = step.wait_for == "any" || step.wait_for == "n";
    BpmnNode& node = StepNode(step, complex                             ? "complexGateway"
                                    : step.wait_for == "synchronising" ? "inclusiveGateway"
                                                                        : "parallelGateway");
    if (complex) {
      node.own["wait"] = step.wait_for == "n" ? std::to_string(step.n_of) : "any";
      node.completion = fmt::format("activationCount >= {}", step.wait_for == "n" ? step.n_of : 1);
    }
    if (step.cancelling) {
      node.own["cancelling"] = "true";
      Lost(step.name, "汇合后撤回未到的分支", "withdraws the branches that have not come");
    }
    Flow(step.name, *model_.Find(step.on.at("next")), step.name);
  }

  void Effect(const Step& step) {
    const bool sends = step.effect == "notice" || step.effect == "message";
    BpmnNode& node = StepNode(step, sends ? "sendTask" : "serviceTask");
    node.own["effect"] = step.effect;
    if (!step.notice.empty()) node.own["named"] = step.notice;
    if (step.payload_rule || !step.payload.is_null()) Lost(step.name, "随附内容 payload", "its payload");
    Flow(step.name, *model_.Find(step.on.at("next")), step.name);
  }

  void Lost(std::string element, std::string zh, std::string en) {
    out_.unmapped.push_back({std::move(element), std::move(zh), std::move(en)});
  }

  void ListWholeProcess() {
    if (model_.clock) Lost("", "案件时限 clock", "the clock of the case");
    if (!model_.form.empty()) Lost("", fmt::format("表单（{} 个字段）", model_.form.size()),
                                   fmt::format("the form ({} fields)", model_.form.size()));
    if (!model_.reads.empty()) Lost("", "台账 reads", "the ledgers it reads");
    if (!model_.exclusive.empty()) Lost("", "互斥的部分 exclusive", "the parts that exclude one another");
    if (!model_.param_defaults.empty()) Lost("", fmt::format("参数默认值 params（{} 项）", model_.param_defaults.size()),
                                             fmt::format("the parameters ({})", model_.param_defaults.size()));
    if (!model_.forbids.empty()) Lost("", "不许的操作 forbids", "the operations it forbids");
    if (!model_.locked.empty()) Lost("", "锁定的部分 locked", "the locked parts");
    if (!model_.applicants.empty()) Lost("", "谁可以申请 applicant", "who may apply");
    if (!model_.materials.empty()) Lost("", fmt::format("材料（{} 项）", model_.materials.size()),
                                        fmt::format("the materials ({})", model_.materials.size()));
  }

  void ListStep(const Step& step) {
    std::vector<std::string> keys;
    auto note = [&](bool there, const char* key) { if (there) keys.push_back(key); };
    note(step.within && !step.on.contains("timeout"), "within");
    note(step.within && !step.within->since.empty(), "since");
    note(step.each.has_value(), "each");  // how many, but not which
    note(!step.adverse.empty(), "adverse");
    note(!step.reasons.empty(), "reasons");
    note(!step.edits.empty(), "edits");
    note(!step.needs.empty() || !step.needs_for.empty(), "needs");
    note(step.extension.has_value(), "extension");
    note(!step.transferable, "transfer");
    note(step.once, "once");
    note(step.collect, "collect");
    note(!step.invite.empty(), "invite");
    note(step.report.has_value(), "report");
    note(step.settle.has_value(), "settle");
    note(step.propose_rule || !step.propose_table.empty(), "propose");
    note(step.by.rule.has_value(), "by");
    note(!step.notice.empty() && step.kind != StepKind::kEffect, "notice");
    note(!step.remedy.empty(), "remedy");
    note(!step.cancels.empty(), "cancels");
    note(!step.completes.empty(), "completes");
    note(!step.during.empty(), "during");
    note(step.enough.has_value(), "wait_for");
    note(step.enough && step.cancelling, "cancelling");
    note(step.each_within.has_value(), "each_within");
    note(step.mode == InstanceMode::kJoint, "mode");
    note(step.ends_branch, "ends");  // an end event of BPMN ends only its branch, but has no result
    note(step.persistent, "persistent");
    note(step.threads > 1, "threads");
    note(step.at_filing || step.as_of_today, "law");
    note(!step.forbids.empty(), "forbids");
    note(!step.gives.empty(), "of gives");
    note(step.inputs.has_value(), "inputs");
    note(step.open_until.has_value(), "open");
    if (keys.empty()) return;
    const std::string list = absl::StrJoin(keys, " ");
    Lost(step.name, "BPMN 没有对应的写法：" + list, "no counterpart in BPMN: " + list);
  }

  const Model& model_;
  BpmnProcess out_;
  std::set<std::string> doors_;
};

}  // namespace

BpmnProcess BpmnOf(const Model& model) { return Exporter(model).Run(); }

absl::StatusOr<BpmnExport> ExportBpmn(const Model& model) {
  const BpmnProcess process = BpmnOf(model);
  absl::StatusOr<std::string> xml = WriteBpmn(process);
  if (!xml.ok()) return xml.status();
  return BpmnExport{*std::move(xml), process.unmapped};
}

}  // namespace lianban::workflow
