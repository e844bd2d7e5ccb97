#include "services/workflow/interchange/read_bpmn.h"

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "pugixml.hpp"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

// Without the prefix: bpmn:task and bpmn2:task are the same.
std::string Local(const char* name) {
  const std::string_view text(name);
  const size_t colon = text.find(':');
  return std::string(colon == std::string_view::npos ? text : text.substr(colon + 1));
}

// A reference may carry the prefix of the target namespace.
std::string Reference(pugi::xml_attribute attribute) { return Local(attribute.value()); }

bool IsNode(const std::string& type) {
  return type.ends_with("Task") || type == "task" || type.ends_with("Gateway") || type.ends_with("Event") ||
         type == "subProcess" || type == "transaction" || type == "adHocSubProcess" || type == "callActivity";
}

std::string Text(pugi::xml_node node) {
  std::string text = node.text().get();
  const size_t from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// A pool that is drawn closed is an empty process; what is meant to run comes before what is only drawn.
pugi::xml_node ProcessOf(pugi::xml_node root) {
  pugi::xml_node found, first;
  for (pugi::xml_node node : root.children()) {
    if (Local(node.name()) != "process") continue;
    if (!first) first = node;
    bool any = false;
    for (pugi::xml_node child : node.children()) any |= IsNode(Local(child.name()));
    if (any && node.attribute("isExecutable").as_bool()) return node;
    if (any && !found) found = node;
  }
  return found ? found : first;
}

class Reader {
 public:
  BpmnProcess Run(pugi::xml_node root) {
    const pugi::xml_node process = ProcessOf(root);
    for (pugi::xml_node node : root.children()) {
      if (Local(node.name()) != "message" && Local(node.name()) != "signal") continue;
      named_[node.attribute("id").value()] = node.attribute("name").value();
    }
    for (const pugi::xml_attribute& attribute : root.attributes()) {
      const bool prefix = std::string_view(attribute.name()).starts_with("xmlns:");
      if (prefix && std::string_view(attribute.value()) == kLianbanNamespace) own_prefix_ = Local(attribute.name()) + ":";
    }
    for (pugi::xml_node node : root.children()) {
      const std::string type = Local(node.name());
      if (node == process) ReadProcess(node);
      else if (type == "process") Lost(node, "文件中的另一个流程，请单独转换", "another process of the file; convert it on its own");
      else if (type == "collaboration") ReadCollaboration(node);
      else ReadBeside(node, type);
    }
    if (out_.name.empty()) out_.name = pools_[out_.id];
    return std::move(out_);
  }

 private:
  void Lost(pugi::xml_node node, std::string zh, std::string en) {
    std::string id = node.attribute("id").value();
    out_.unmapped.push_back({id.empty() ? Local(node.name()) : id, std::move(zh), std::move(en)});
  }

  void Extensions(pugi::xml_node node) {
    if (node.child(Sibling(node, "extensionElements").c_str())) Lost(node, "其他软件的扩展内容", "extensions of another product");
  }

  // The name of a child in the vocabulary of its parent: bpmn:process, bpmn:extensionElements.
  static std::string Sibling(pugi::xml_node node, const char* local) {
    const std::string name = node.name();
    const size_t colon = name.find(':');
    return colon == std::string::npos ? local : name.substr(0, colon + 1) + local;
  }

  // What stands beside the processes: only names that a node refers to are carried over.
  void ReadBeside(pugi::xml_node node, const std::string& type) {
    static const std::set<std::string> named = {"message", "signal", "error", "escalation"};
    if (node.type() != pugi::node_element || type == "BPMNDiagram" || type == "documentation") return;
    if (named.contains(type)) return Extensions(node);
    if (type == "extensionElements") return Extensions(node.parent());
    Lost(node, "没有对应的写法：" + type, "no counterpart: " + type);
  }

  void ReadCollaboration(pugi::xml_node node) {
    Extensions(node);
    for (pugi::xml_node child : node.children()) {
      if (Local(child.name()) == "participant") Extensions(child);
      if (Local(child.name()) == "textAnnotation") Lost(child, "注释：" + Annotation(child), "annotation: " + Annotation(child));
      if (Local(child.name()) == "messageFlow") Lost(child, "消息流", "a message flow");
      // Most people name the pool and not the process.
      if (Local(child.name()) == "participant") pools_[Reference(child.attribute("processRef"))] = child.attribute("name").value();
    }
  }

  void ReadProcess(pugi::xml_node process) {
    out_.id = process.attribute("id").value();
    if (out_.id.empty()) out_.id = "process";
    out_.name = process.attribute("name").value();
    Extensions(process);
    ReadScope(process, "");
    for (BpmnNode& node : out_.nodes) {
      if (const auto lane = lanes_.find(node.id); lane != lanes_.end()) node.lane = lane->second;
    }
  }

  void ReadScope(pugi::xml_node scope, const std::string& id) {
    static const std::set<std::string> silent = {"incoming", "outgoing", "extensionElements",
                                                 "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"};
    for (pugi::xml_node child : scope.children()) {
      if (child.type() != pugi::node_element) continue;
      const std::string type = Local(child.name());
      if (type == "sequenceFlow") ReadFlow(child);
      else if (type == "laneSet") ReadLanes(child);
      else if (IsNode(type)) ReadNode(child, type, id);
      else if (type == "documentation" && id.empty()) out_.documentation = Text(child);
      else if (type == "textAnnotation") Lost(child, "注释：" + Annotation(child), "annotation: " + Annotation(child));
      else if (!silent.contains(type) && type != "documentation") Lost(child, "没有对应的写法：" + type, "no counterpart: " + type);
    }
  }

  static std::string Annotation(pugi::xml_node node) {
    for (pugi::xml_node child : node.children()) {
      if (Local(child.name()) == "text") return Text(child);
    }
    return "";
  }

  void ReadLanes(pugi::xml_node set) {
    for (pugi::xml_node lane : set.children()) {
      for (pugi::xml_node child : lane.children()) {
        const std::string type = Local(child.name());
        if (type == "flowNodeRef") lanes_[Text(child)] = lane.attribute("name").value();
        if (type == "childLaneSet") ReadLanes(child);
      }
    }
  }

  void ReadOwn(pugi::xml_node xml, std::map<std::string, std::string>& own) const {
    if (own_prefix_.empty()) return;
    for (const pugi::xml_attribute& attribute : xml.attributes()) {
      const std::string_view name(attribute.name());
      if (name.starts_with(own_prefix_)) own[std::string(name.substr(own_prefix_.size()))] = attribute.value();
    }
  }

  void ReadFlow(pugi::xml_node xml) {
    BpmnFlow flow;
    flow.id = xml.attribute("id").value();
    if (flow.id.empty()) flow.id = fmt::format("flow {}", out_.flows.size() + 1);
    flow.from = xml.attribute("sourceRef").value();
    flow.to = xml.attribute("targetRef").value();
    flow.name = xml.attribute("name").value();
    for (pugi::xml_node child : xml.children()) {
      if (Local(child.name()) == "conditionExpression") flow.condition = Text(child);
    }
    ReadOwn(xml, flow.own);
    out_.flows.push_back(std::move(flow));
  }

  void ReadNode(pugi::xml_node xml, const std::string& type, const std::string& scope) {
    BpmnNode node;
    node.id = xml.attribute("id").value();
    node.type = type;
    node.name = xml.attribute("name").value();
    node.scope = scope;
    node.attached_to = Reference(xml.attribute("attachedToRef"));
    node.interrupting = std::string_view(xml.attribute("cancelActivity").value()) != "false";
    node.called = xml.attribute("calledElement").value();
    node.default_flow = xml.attribute("default").value();
    node.by_event = xml.attribute("triggeredByEvent").as_bool();
    ReadOwn(xml, node.own);
    ReadForeign(xml, node);
    for (pugi::xml_node child : xml.children()) ReadDetail(child, node);
    const bool has_inside = type == "subProcess" || type == "transaction" || type == "adHocSubProcess";
    const std::string id = node.id;
    if (type == "receiveTask" || type == "sendTask") {
      if (const auto message = named_.find(Reference(xml.attribute("messageRef"))); message != named_.end()) {
        node.event_value = message->second;
      }
    }
    out_.nodes.push_back(std::move(node));
    if (has_inside) ReadScope(xml, id);
  }

  // Attributes of other products. Who does it is understood, the rest is listed by name.
  void ReadForeign(pugi::xml_node xml, BpmnNode& node) {
    std::string others;
    for (const pugi::xml_attribute& attribute : xml.attributes()) {
      const std::string_view full(attribute.name());
      const std::string name = Local(attribute.name());
      if (full.find(':') == std::string_view::npos || full.starts_with("xml") || full.starts_with("xsi:")) continue;
      if (!own_prefix_.empty() && full.starts_with(own_prefix_)) continue;
      const bool who = name == "candidateGroups" || name == "assignee" || name == "candidateUsers";
      if (who && node.performer.empty()) node.performer = attribute.value();
      else others += (others.empty() ? "" : " ") + std::string(full);
    }
    if (xml.attribute("isForCompensation").as_bool()) others += (others.empty() ? "" : " ") + std::string("isForCompensation");
    if (!others.empty()) Lost(xml, "没有对应的属性：" + others, "attributes without counterpart: " + others);
  }

  // What goes in and out of an activity; many products write it empty.
  void ReadData(pugi::xml_node xml, const BpmnNode& node) {
    static const std::set<std::string> data = {"dataInput", "dataOutput", "dataInputAssociation", "dataOutputAssociation", "property"};
    const std::string type = Local(xml.name());
    bool any = data.contains(type);
    for (pugi::xml_node child : xml.children()) any |= type == "ioSpecification" && data.contains(Local(child.name()));
    if (any) out_.unmapped.push_back({node.id, "没有对应的写法：" + type, "no counterpart: " + type});
  }

  void ReadDetail(pugi::xml_node xml, BpmnNode& node) {
    const std::string type = Local(xml.name());
    if (type == "documentation") node.documentation = Text(xml);
    else if (type == "standardLoopCharacteristics") node.loop = true;
    else if (type == "activationCondition") node.completion = Text(xml);
    else if (type == "potentialOwner" || type == "performer" || type == "humanPerformer") {
      node.performer = Text(xml.first_child().first_child());
    } else if (type == "multiInstanceLoopCharacteristics") {
      node.multiple = true;
      node.sequential = xml.attribute("isSequential").as_bool();
      for (pugi::xml_node child : xml.children()) {
        if (Local(child.name()) == "loopCardinality") node.cardinality = Text(child);
        if (Local(child.name()) == "completionCondition") node.completion = Text(child);
      }
    } else if (type.ends_with("EventDefinition")) {
      ReadEvent(xml, type.substr(0, type.size() - 15), node);
    } else if (type == "extensionElements" && xml.first_child()) {
      Lost(xml.parent(), "其他软件的扩展内容", "extensions of another product");
    } else {
      ReadData(xml, node);
    }
  }

  void ReadEvent(pugi::xml_node xml, const std::string& event, BpmnNode& node) {
    if (!node.event.empty()) {
      out_.unmapped.push_back({node.id, "一个事件有几种触发，只取第一种", "several triggers in one event; the first is used"});
      return;
    }
    node.event = event;
    for (const char* key : {"messageRef", "signalRef"}) {
      const auto named = named_.find(Reference(xml.attribute(key)));
      if (named != named_.end()) node.event_value = named->second;
    }
    if (event == "link") node.event_value = xml.attribute("name").value();
    for (pugi::xml_node child : xml.children()) {
      const std::string type = Local(child.name());
      if (type == "timeDuration" || type == "condition") node.event_value = Text(child);
      if (type == "timeDate" || type == "timeCycle") {
        node.event_value = Text(child);
        out_.unmapped.push_back({node.id, "定时写成日期或周期：" + node.event_value,
                                 "the timer is a date or a cycle: " + node.event_value});
      }
    }
  }

  BpmnProcess out_;
  std::map<std::string, std::string> named_, lanes_, pools_;
  std::string own_prefix_;
};

// Flows and events that lead nowhere known would be dropped later on without a word.
void CheckReferences(BpmnProcess& process) {
  std::set<std::string> ids;
  for (const BpmnNode& node : process.nodes) ids.insert(node.id);
  std::erase_if(process.flows, [&](const BpmnFlow& flow) {
    if (ids.contains(flow.from) && ids.contains(flow.to)) return false;
    process.unmapped.push_back({flow.id, "流向的一端不存在", "one end of the flow does not exist"});
    return true;
  });
}

}  // namespace

absl::StatusOr<BpmnProcess> ReadBpmn(std::string_view xml, const std::string& file) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) {
    const auto line = 1 + std::count(xml.begin(), xml.begin() + std::min<size_t>(xml.size(), parsed.offset), '\n');
    return Error("FILE_INVALID", {{"file", file}, {"line", std::to_string(line)}, {"detail", parsed.description()}});
  }
  BpmnProcess process = Reader().Run(document.document_element());
  if (process.nodes.empty()) {
    return Error("FILE_INVALID", {{"file", file}, {"line", "1"}, {"detail", "没有流程 · no process in it"}});
  }
  CheckReferences(process);
  return process;
}

}  // namespace lianban::workflow
