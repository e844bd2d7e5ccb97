#include "services/workflow/interchange/write_diagram.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "fmt/format.h"
#include "services/workflow/interchange/label_places.h"
#include "services/workflow/interchange/layout.h"

namespace lianban::workflow {
namespace {

constexpr double kPlaneMargin = 40;
constexpr double kNameEm = 11, kNameLine = 14;
constexpr double kNameWidthMax = 90;  // where modellers begin a new line
constexpr double kEventRadius = 18, kGatewayHalf = 25;

bool IsGateway(const BpmnNode& node) { return node.type.ends_with("Gateway"); }
bool IsEvent(const BpmnNode& node) { return node.type.ends_with("Event"); }

LayoutNode SizeOf(const BpmnNode& node) {
  if (IsGateway(node)) return {2 * kGatewayHalf, 2 * kGatewayHalf, false};
  if (IsEvent(node)) return {2 * kEventRadius, 2 * kEventRadius, node.type == "startEvent"};
  return {std::max(110.0, WidthInEms(node.name) * 12 + 24), 80, false};
}

// Lines are laid out from box to box; a gateway is a diamond and an event a circle.
Point OntoBorder(const BpmnNode& node, Point point, Point centre) {
  const double dx = point.x - centre.x, dy = point.y - centre.y;
  const double outside = IsGateway(node) ? (std::abs(dx) + std::abs(dy)) / kGatewayHalf
                         : IsEvent(node) ? std::hypot(dx, dy) / kEventRadius
                                         : 1;
  return outside <= 1 ? point : Point{centre.x + dx / outside, centre.y + dy / outside};
}

struct LabelSize {
  double width, height;
};

LabelSize SizeOfLabel(const std::string& name) {
  const double width = WidthInEms(name) * kNameEm + 4;
  return {std::min(width, kNameWidthMax), kNameLine * std::ceil(width / kNameWidthMax)};
}

// Below as everybody expects it, else above, else at a corner.
std::vector<Box> PlacesAround(Point centre, double half, const LabelSize& size) {
  const double below = centre.y + half + 4, above = centre.y - half - 4 - size.height;
  const double middle = centre.x - size.width / 2, right = centre.x + half / 2, left = centre.x - half / 2 - size.width;
  std::vector<Box> places;
  for (double y : {below, above}) {
    for (double x : {middle, left, right}) places.push_back({x, y, size.width, size.height});
  }
  return places;
}

std::vector<Box> PlacesNear(Point centre, const LabelSize& size) {
  std::vector<Box> places;
  for (double aside : {0.0, -12.0, 12.0, -24.0, 24.0}) {
    for (double along : {0.0, -20.0, 20.0}) {
      places.push_back(
          {centre.x + along - size.width / 2, centre.y + aside - size.height / 2, size.width, size.height});
    }
  }
  return places;
}

class DiagramWriter {
 public:
  DiagramWriter(const BpmnProcess& process, pugi::xml_node definitions)
      : process_(process), definitions_(definitions) {}

  absl::Status Run() {
    for (size_t i = 0; i < process_.nodes.size(); ++i) at_[process_.nodes[i].id] = static_cast<int>(i);
    if (absl::Status status = Arrange(); !status.ok()) return status;
    PlaceLabels();
    Write();
    return absl::OkStatus();
  }

 private:
  // A boundary event sits on the lower edge of its activity; its lines are laid out as lines of the activity.
  int Host(const std::string& id) const {
    const BpmnNode& node = process_.nodes[at_.at(id)];
    return node.attached_to.empty() ? at_.at(id) : at_.at(node.attached_to);
  }

  absl::Status Arrange() {
    std::vector<LayoutNode> nodes;
    std::vector<int> slot(process_.nodes.size(), -1);
    for (size_t i = 0; i < process_.nodes.size(); ++i) {
      if (!process_.nodes[i].attached_to.empty()) continue;
      slot[i] = static_cast<int>(nodes.size());
      nodes.push_back(SizeOf(process_.nodes[i]));
    }
    std::vector<LayoutEdge> edges;
    for (const BpmnFlow& flow : process_.flows) {
      const bool at_boundary = !process_.nodes[at_.at(flow.from)].attached_to.empty();
      edges.push_back({slot[Host(flow.from)], slot[Host(flow.to)], flow.name, at_boundary});
    }
    absl::StatusOr<Layout> layout = LayOut(nodes, edges, Direction::kRight);
    if (!layout.ok()) return layout.status();
    for (const BpmnNode& node : process_.nodes) {
      const LayoutNode& host = nodes[slot[Host(node.id)]];
      Point centre = layout->nodes[slot[Host(node.id)]];
      if (!node.attached_to.empty()) centre = {centre.x + host.width / 2 - 24, centre.y + host.height / 2};
      centres_.push_back(centre);
    }
    for (size_t i = 0; i < process_.flows.size(); ++i) lines_.push_back(LineOf(process_.flows[i], layout->curves[i]));
    label_centres_ = std::move(layout->labels);
    return absl::OkStatus();
  }

  std::vector<Point> LineOf(const BpmnFlow& flow, const std::vector<Point>& curve) const {
    const BpmnNode &from = process_.nodes[at_.at(flow.from)], &to = process_.nodes[at_.at(flow.to)];
    const Point begin = centres_[at_.at(flow.from)], end = centres_[at_.at(flow.to)];
    std::vector<Point> points;
    for (size_t p = 0; p < curve.size(); p += 3) points.push_back(curve[p]);
    // A modeller needs two points at least, whatever became of the curve.
    if (points.size() < 2) points = {begin, end};
    if (!from.attached_to.empty()) {
      // The event hangs out of its activity, and so does its line.
      points.front() = {begin.x, begin.y + kEventRadius};
    }
    points.front() = OntoBorder(from, points.front(), begin);
    points.back() = OntoBorder(to, points.back(), end);
    return points;
  }

  void PlaceLabels() {
    Sheet sheet;
    for (size_t i = 0; i < process_.nodes.size(); ++i) {
      const LayoutNode size = SizeOf(process_.nodes[i]);
      sheet.Add({centres_[i].x - size.width / 2, centres_[i].y - size.height / 2, size.width, size.height});
    }
    for (const std::vector<Point>& line : lines_) sheet.AddLine(line);
    flow_labels_.resize(process_.flows.size());
    for (size_t i = 0; i < process_.flows.size(); ++i) {
      if (label_centres_[i])
        flow_labels_[i] = sheet.Take(PlacesNear(*label_centres_[i], SizeOfLabel(process_.flows[i].name)));
    }
    node_labels_.resize(process_.nodes.size());
    for (size_t i = 0; i < process_.nodes.size(); ++i) {
      const BpmnNode& node = process_.nodes[i];
      if (node.name.empty() || (!IsGateway(node) && !IsEvent(node))) continue;
      const double half = IsGateway(node) ? kGatewayHalf : kEventRadius;
      node_labels_[i] = sheet.Take(PlacesAround(centres_[i], half, SizeOfLabel(node.name)));
    }
  }

  static void Set(pugi::xml_node node, const char* key, const std::string& value) {
    node.append_attribute(key).set_value(value.c_str());
  }

  static void Bounds(pugi::xml_node parent, const Box& box) {
    pugi::xml_node bounds = parent.append_child("dc:Bounds");
    Set(bounds, "x", fmt::format("{:.0f}", box.x + kPlaneMargin));
    Set(bounds, "y", fmt::format("{:.0f}", box.y + kPlaneMargin));
    Set(bounds, "width", fmt::format("{:.0f}", box.width));
    Set(bounds, "height", fmt::format("{:.0f}", box.height));
  }

  void Write() {
    pugi::xml_node diagram = definitions_.append_child("bpmndi:BPMNDiagram");
    Set(diagram, "id", "diagram-" + process_.id);
    pugi::xml_node plane = diagram.append_child("bpmndi:BPMNPlane");
    Set(plane, "id", "plane-" + process_.id);
    Set(plane, "bpmnElement", process_.id);
    for (size_t i = 0; i < process_.nodes.size(); ++i) WriteShape(plane, i);
    for (size_t i = 0; i < process_.flows.size(); ++i) WriteEdge(plane, i);
  }

  void WriteShape(pugi::xml_node plane, size_t i) {
    const BpmnNode& node = process_.nodes[i];
    const LayoutNode size = SizeOf(node);
    pugi::xml_node shape = plane.append_child("bpmndi:BPMNShape");
    Set(shape, "id", node.id + "-shape");
    Set(shape, "bpmnElement", node.id);
    if (node.type == "exclusiveGateway") Set(shape, "isMarkerVisible", "true");
    Bounds(shape, {centres_[i].x - size.width / 2, centres_[i].y - size.height / 2, size.width, size.height});
    if (node_labels_[i]) Bounds(shape.append_child("bpmndi:BPMNLabel"), *node_labels_[i]);
  }

  void WriteEdge(pugi::xml_node plane, size_t i) {
    const BpmnFlow& flow = process_.flows[i];
    pugi::xml_node edge = plane.append_child("bpmndi:BPMNEdge");
    Set(edge, "id", flow.id + "-edge");
    Set(edge, "bpmnElement", flow.id);
    for (const Point& point : lines_[i]) {
      pugi::xml_node way = edge.append_child("di:waypoint");
      Set(way, "x", fmt::format("{:.0f}", point.x + kPlaneMargin));
      Set(way, "y", fmt::format("{:.0f}", point.y + kPlaneMargin));
    }
    if (flow_labels_[i]) Bounds(edge.append_child("bpmndi:BPMNLabel"), *flow_labels_[i]);
  }

  const BpmnProcess& process_;
  pugi::xml_node definitions_;
  std::map<std::string, int> at_;
  std::vector<Point> centres_;                       // by node
  std::vector<std::vector<Point>> lines_;            // by flow
  std::vector<std::optional<Point>> label_centres_;  // by flow, as laid out
  std::vector<std::optional<Box>> node_labels_, flow_labels_;
};

}  // namespace

absl::Status WriteDiagram(const BpmnProcess& process, pugi::xml_node definitions) {
  return DiagramWriter(process, definitions).Run();
}

}  // namespace lianban::workflow
