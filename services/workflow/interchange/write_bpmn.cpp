#include "services/workflow/interchange/write_bpmn.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "fmt/format.h"
#include "pugixml.hpp"
#include "services/workflow/interchange/layout.h"

namespace lianban::workflow {
namespace {

constexpr double kPlaneMargin = 40;

LayoutNode SizeOf(const BpmnNode& node) {
  if (node.type.ends_with("Gateway")) return {50, 50, false};
  if (node.type.ends_with("Event")) return {36, 36, node.type == "startEvent"};
  return {std::max(110.0, WidthInEms(node.name) * 12 + 24), 80, false};
}

class Writer {
 public:
  explicit Writer(const BpmnProcess& process) : process_(process) {
    for (size_t i = 0; i < process.nodes.size(); ++i) at_[process.nodes[i].id] = static_cast<int>(i);
  }

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
    if (absl::Status status = WriteDiagram(); !status.ok()) return status;
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

  // A boundary event sits on the lower edge of its activity; its lines are laid out as lines of the activity.
  int Host(const std::string& id) const {
    const BpmnNode& node = process_.nodes[at_.at(id)];
    return node.attached_to.empty() ? at_.at(id) : at_.at(node.attached_to);
  }

  absl::Status WriteDiagram() {
    std::vector<LayoutNode> nodes;
    std::vector<int> slot(process_.nodes.size(), -1);
    for (size_t i = 0; i < process_.nodes.size(); ++i) {
      if (!process_.nodes[i].attached_to.empty()) continue;
      slot[i] = static_cast<int>(nodes.size());
      nodes.push_back(SizeOf(process_.nodes[i]));
    }
    std::vector<LayoutEdge> edges;
    for (const BpmnFlow& flow : process_.flows) edges.push_back({slot[Host(flow.from)], slot[Host(flow.to)], flow.name});
    absl::StatusOr<Layout> layout = LayOut(nodes, edges, Direction::kRight);
    if (!layout.ok()) return layout.status();

    pugi::xml_node diagram = root_.append_child("bpmndi:BPMNDiagram");
    Set(diagram, "id", "diagram-" + process_.id);
    pugi::xml_node plane = diagram.append_child("bpmndi:BPMNPlane");
    Set(plane, "id", "plane-" + process_.id);
    Set(plane, "bpmnElement", process_.id);
    for (size_t i = 0; i < process_.nodes.size(); ++i) {
      const BpmnNode& node = process_.nodes[i];
      const int place = slot[Host(node.id)];
      Point centre = layout->nodes[place];
      if (!node.attached_to.empty()) centre = BoundaryCentre(centre, nodes[place]);
      WriteShape(plane, node, centre);
    }
    for (size_t i = 0; i < process_.flows.size(); ++i) WriteEdge(plane, *layout, nodes, slot, i);
    return absl::OkStatus();
  }

  static Point BoundaryCentre(Point host, const LayoutNode& size) {
    return {host.x + size.width / 2 - 24, host.y + size.height / 2};
  }

  static void Bounds(pugi::xml_node parent, double x, double y, double width, double height) {
    pugi::xml_node bounds = parent.append_child("dc:Bounds");
    Set(bounds, "x", fmt::format("{:.0f}", x + kPlaneMargin));
    Set(bounds, "y", fmt::format("{:.0f}", y + kPlaneMargin));
    Set(bounds, "width", fmt::format("{:.0f}", width));
    Set(bounds, "height", fmt::format("{:.0f}", height));
  }

  void WriteShape(pugi::xml_node plane, const BpmnNode& node, Point centre) {
    const LayoutNode size = SizeOf(node);
    pugi::xml_node shape = plane.append_child("bpmndi:BPMNShape");
    Set(shape, "id", node.id + "-shape");
    Set(shape, "bpmnElement", node.id);
    if (node.type == "exclusiveGateway") Set(shape, "isMarkerVisible", "true");
    Bounds(shape, centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height);
    const bool outside = size.width <= 50 && !node.name.empty();
    if (!outside) return;
    const double width = WidthInEms(node.name) * 11 + 8;
    Bounds(shape.append_child("bpmndi:BPMNLabel"), centre.x - width / 2, centre.y + size.height / 2 + 4, width, 14);
  }

  void WriteEdge(pugi::xml_node plane, const Layout& layout, const std::vector<LayoutNode>& nodes,
                 const std::vector<int>& slot, size_t i) {
    const BpmnFlow& flow = process_.flows[i];
    pugi::xml_node edge = plane.append_child("bpmndi:BPMNEdge");
    Set(edge, "id", flow.id + "-edge");
    Set(edge, "bpmnElement", flow.id);
    std::vector<Point> points;
    const std::vector<Point>& curve = layout.curves[i];
    for (size_t p = 0; p < curve.size(); p += 3) points.push_back(curve[p]);
    // A modeller needs two points at least, whatever became of the curve.
    if (points.size() < 2) points = {layout.nodes[slot[Host(flow.from)]], layout.nodes[slot[Host(flow.to)]]};
    if (!process_.nodes[at_.at(flow.from)].attached_to.empty()) {
      const int host = slot[Host(flow.from)];
      points.front() = BoundaryCentre(layout.nodes[host], nodes[host]);
      points.front().y += 18;
    }
    for (const Point& point : points) {
      pugi::xml_node way = edge.append_child("di:waypoint");
      Set(way, "x", fmt::format("{:.0f}", point.x + kPlaneMargin));
      Set(way, "y", fmt::format("{:.0f}", point.y + kPlaneMargin));
    }
    if (!layout.labels[i]) return;
    const double width = WidthInEms(flow.name) * 11 + 8;
    Bounds(edge.append_child("bpmndi:BPMNLabel"), layout.labels[i]->x - width / 2, layout.labels[i]->y - 7, width, 14);
  }

  const BpmnProcess& process_;
  std::map<std::string, int> at_;
  std::map<std::string, std::string> messages_;
  pugi::xml_document document_;
  pugi::xml_node root_;
};

}  // namespace

absl::StatusOr<std::string> WriteBpmn(const BpmnProcess& process) { return Writer(process).Run(); }

}  // namespace lianban::workflow
