#include "services/workflow/interchange/write_bpmn.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "fmt/format.h"
#include "pugixml.hpp"
#include "services/workflow/interchange/write_diagram.h"

namespace lianban::workflow {
namespace {

class Writer {
 public:
  explicit Writer(const BpmnProcess& process) : process_(process) {}

  absl::StatusOr<std::string> Run() {
    pugi::xml_node head = document_.append_child(pugi::node_declaration);
    head.append_attribute("version") = "1.0";
    head.append_attribute("encoding") = "UTF-8";
    root_ = document_.append_child("bpmn:definitions");
    Set(root_, "xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL");
    Set(root_, "xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI");
    Set(root_, "xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC");
    Set(root_, "xmlns:di", "http://www.omg.org/spec/DD/20100524/DI");
    Set(root_, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    Set(root_, "xmlns:lianban", kLianbanNamespace);
    Set(root_, "id", "definitions-" + process_.id);
    Set(root_, "targetNamespace", kLianbanNamespace);
    WriteMessages();
    WriteProcess();
    if (absl::Status status = WriteDiagram(process_, root_); !status.ok()) return status;
    std::ostringstream text;
    document_.save(text, "  ");
    return text.str();
  }

 private:
  static void Set(pugi::xml_node node, const char* key, const std::string& value) {
    node.append_attribute(key).set_value(value.c_str());
  }
  static void SetOwn(pugi::xml_node node, const std::map<std::string, std::string>& own) {
    for (const auto& [key, value] : own) Set(node, ("lianban:" + key).c_str(), value);
  }
  static pugi::xml_node Expression(pugi::xml_node parent, const char* tag, const std::string& text) {
    pugi::xml_node node = parent.append_child(tag);
    Set(node, "xsi:type", "bpmn:tFormalExpression");
    node.text().set(text.c_str());
    return node;
  }

  void WriteMessages() {
    for (const BpmnNode& node : process_.nodes) {
      if (node.event != "message" || messages_.contains(node.event_value)) continue;
      const std::string id = fmt::format("message-{}", messages_.size() + 1);
      messages_[node.event_value] = id;
      pugi::xml_node message = root_.append_child("bpmn:message");
      Set(message, "id", id);
      Set(message, "name", node.event_value);
    }
  }

  void WriteProcess() {
    pugi::xml_node process = root_.append_child("bpmn:process");
    Set(process, "id", process_.id);
    Set(process, "name", process_.name);
    Set(process, "isExecutable", "false");
    Document(process, process_.documentation);
    for (const BpmnNode& node : process_.nodes) WriteNode(process, node);
    for (const BpmnFlow& flow : process_.flows) WriteFlow(process, flow);
  }

  static void Document(pugi::xml_node node, const std::string& text) {
    if (!text.empty()) node.append_child("bpmn:documentation").text().set(text.c_str());
  }

  // Children in the order that the schema asks for: documentation, flows, then what belongs to the kind.
  void WriteNode(pugi::xml_node process, const BpmnNode& node) {
    pugi::xml_node xml = process.append_child(("bpmn:" + node.type).c_str());
    Set(xml, "id", node.id);
    if (!node.name.empty()) Set(xml, "name", node.name);
    if (!node.attached_to.empty()) Set(xml, "attachedToRef", node.attached_to);
    if (!node.interrupting) Set(xml, "cancelActivity", "false");
    if (!node.called.empty()) Set(xml, "calledElement", node.called);
    if (!node.default_flow.empty()) Set(xml, "default", node.default_flow);
    if (node.type.ends_with("Gateway") && node.type != "eventBasedGateway") {
      const auto leaving = std::count_if(process_.flows.begin(), process_.flows.end(),
                                         [&](const BpmnFlow& flow) { return flow.from == node.id; });
      Set(xml, "gatewayDirection", leaving > 1 ? "Diverging" : "Unspecified");
    }
    SetOwn(xml, node.own);
    Document(xml, node.documentation);
    for (const BpmnFlow& flow : process_.flows) {
      if (flow.to == node.id) xml.append_child("bpmn:incoming").text().set(flow.id.c_str());
    }
    for (const BpmnFlow& flow : process_.flows) {
      if (flow.from == node.id) xml.append_child("bpmn:outgoing").text().set(flow.id.c_str());
    }
    WritePerformer(xml, node);
    WriteInstances(xml, node);
    WriteEvent(xml, node);
    if (node.type == "complexGateway" && !node.completion.empty()) {
      Expression(xml, "bpmn:activationCondition", node.completion);
    }
  }

  static void WritePerformer(pugi::xml_node xml, const BpmnNode& node) {
    if (node.performer.empty()) return;
    pugi::xml_node owner = xml.append_child("bpmn:potentialOwner");
    Set(owner, "id", node.id + "-owner");
    Expression(owner.append_child("bpmn:resourceAssignmentExpression"), "bpmn:formalExpression", node.performer);
  }

  static void WriteInstances(pugi::xml_node xml, const BpmnNode& node) {
    if (!node.multiple) return;
    pugi::xml_node several = xml.append_child("bpmn:multiInstanceLoopCharacteristics");
    Set(several, "isSequential", node.sequential ? "true" : "false");
    if (!node.cardinality.empty()) Expression(several, "bpmn:loopCardinality", node.cardinality);
    if (!node.completion.empty()) Expression(several, "bpmn:completionCondition", node.completion);
  }

  void WriteEvent(pugi::xml_node xml, const BpmnNode& node) {
    if (node.event.empty()) return;
    pugi::xml_node event = xml.append_child(("bpmn:" + node.event + "EventDefinition").c_str());
    Set(event, "id", node.id + "-definition");
    if (node.event == "message") Set(event, "messageRef", messages_.at(node.event_value));
    if (node.event == "timer") Expression(event, "bpmn:timeDuration", node.event_value);
    if (node.event == "conditional") Expression(event, "bpmn:condition", node.event_value);
  }

  static void WriteFlow(pugi::xml_node process, const BpmnFlow& flow) {
    pugi::xml_node xml = process.append_child("bpmn:sequenceFlow");
    Set(xml, "id", flow.id);
    if (!flow.name.empty()) Set(xml, "name", flow.name);
    Set(xml, "sourceRef", flow.from);
    Set(xml, "targetRef", flow.to);
    SetOwn(xml, flow.own);
    if (!flow.condition.empty()) Expression(xml, "bpmn:conditionExpression", flow.condition);
  }

  const BpmnProcess& process_;
  std::map<std::string, std::string> messages_;
  pugi::xml_document document_;
  pugi::xml_node root_;
};

}  // namespace

absl::StatusOr<std::string> WriteBpmn(const BpmnProcess& process) { return Writer(process).Run(); }

}  // namespace lianban::workflow
