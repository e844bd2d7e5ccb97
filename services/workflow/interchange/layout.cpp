#include "services/workflow/interchange/layout.h"

#include <graphviz/gvc.h>

#include <memory>
#include <mutex>

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kLabelEm = 11;

void Set(void* object, const char* key, const std::string& value) {
  static char empty[] = "";
  std::string name(key), text(value);
  agsafeset(object, name.data(), text.data(), empty);
}

std::string Inches(double points) { return fmt::format("{:.4f}", points / kPointsPerInch); }

// The label as a box of known size, so that no font has to be measured.
std::string LabelBox(const std::string& label) {
  return fmt::format(R"(<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{:.0f}" HEIGHT="18"><TR><TD></TD></TR></TABLE>)",
                     WidthInEms(label) * kLabelEm + 10);
}

struct Drawing {
  GVC_t* context = gvContext();
  Agraph_t* graph = nullptr;
  std::vector<Agnode_t*> nodes;
  std::vector<Agedge_t*> edges;

  ~Drawing() {
    if (graph) {
      gvFreeLayout(context, graph);
      agclose(graph);
    }
    gvFreeContext(context);
  }
};

void Describe(Drawing& drawing, const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
              Direction direction) {
  std::string name = "process";
  drawing.graph = agopen(name.data(), Agdirected, nullptr);
  Set(drawing.graph, "rankdir", direction == Direction::kDown ? "TB" : "LR");
  if (direction == Direction::kRight) Set(drawing.graph, "splines", "polyline");
  Set(drawing.graph, "nodesep", "0.45");
  Set(drawing.graph, "ranksep", direction == Direction::kDown ? "0.5" : "0.6");
  for (size_t i = 0; i < nodes.size(); ++i) {
    std::string id = fmt::format("n{}", i);
    Agnode_t* node = agnode(drawing.graph, id.data(), 1);
    Set(node, "shape", "box");
    Set(node, "fixedsize", "true");
    Set(node, "label", "");
    Set(node, "width", Inches(nodes[i].width));
    Set(node, "height", Inches(nodes[i].height));
    drawing.nodes.push_back(node);
    if (!nodes[i].first) continue;
    std::string group = "first";
    Agraph_t* first = agsubg(drawing.graph, group.data(), 1);
    agsubnode(first, node, 1);
    Set(first, "rank", "source");
  }
  for (size_t i = 0; i < edges.size(); ++i) {
    std::string id = fmt::format("e{}", i);
    Agedge_t* edge = agedge(drawing.graph, drawing.nodes[edges[i].from], drawing.nodes[edges[i].to], id.data(), 1);
    drawing.edges.push_back(edge);
    if (edges[i].from_below) Set(edge, "tailport", "se");
    if (edges[i].label.empty()) continue;
    char* html = agstrdup_html(drawing.graph, LabelBox(edges[i].label).data());
    static char key[] = "label", empty[] = "";
    agsafeset(edge, key, html, empty);
  }
}

std::vector<Point> CurveOf(Agedge_t* edge, double height) {
  std::vector<Point> points;
  const splines* line = ED_spl(edge);
  if (!line || line->size == 0) return points;
  const bezier& curve = line->list[0];
  auto at = [&](const pointf& p) { return Point{p.x, height - p.y}; };
  for (size_t i = 0; i < static_cast<size_t>(curve.size); ++i) points.push_back(at(curve.list[i]));
  // The line proper stops where the arrow head begins; the tip is where it really ends.
  if (curve.eflag) {
    const Point tip = at(curve.ep), last = points.back();
    points.insert(points.end(), {last, tip, tip});
  }
  return points;
}

Layout Read(const Drawing& drawing, const std::vector<LayoutEdge>& edges) {
  Layout layout;
  const boxf box = GD_bb(drawing.graph);
  layout.width = box.UR.x;
  layout.height = box.UR.y;
  for (Agnode_t* node : drawing.nodes) layout.nodes.push_back({ND_coord(node).x, layout.height - ND_coord(node).y});
  for (size_t i = 0; i < edges.size(); ++i) {
    layout.curves.push_back(CurveOf(drawing.edges[i], layout.height));
    layout.labels.emplace_back();
    const textlabel_t* label = ED_label(drawing.edges[i]);
    if (label && !edges[i].label.empty()) layout.labels.back() = Point{label->pos.x, layout.height - label->pos.y};
  }
  return layout;
}

size_t CodePoint(std::string_view text, size_t at, uint32_t* value) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  *value = length == 1 ? byte : byte & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length && at + i < text.size(); ++i) *value = *value << 6 | (text[at + i] & 0x3F);
  return length;
}

}  // namespace

double WidthInEms(std::string_view text) {
  double width = 0;
  for (size_t at = 0; at < text.size();) {
    uint32_t point = 0;
    at += CodePoint(text, at, &point);
    width += point >= 0x2E80 ? 1.0 : 0.56;
  }
  return width;
}

absl::StatusOr<Layout> LayOut(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                              Direction direction) {
  static std::mutex mutex;  // Graphviz keeps its state in global variables
  const std::lock_guard lock(mutex);
  agseterr(AGMAX);
  Drawing drawing;
  Describe(drawing, nodes, edges, direction);
  if (gvLayout(drawing.context, drawing.graph, "dot") != 0) return absl::InternalError("the layout failed");
  return Read(drawing, edges);
}

}  // namespace lianban::workflow
