#include "services/workflow/interchange/picture.h"

#include <algorithm>
#include <cmath>

#include "fmt/format.h"
#include "services/workflow/interchange/layout.h"
#include "services/workflow/interchange/xml_text.h"
#include "services/workflow/language/outcome_label.h"
#include "services/workflow/language/ways.h"

namespace lianban::workflow {
namespace {

constexpr double kMargin = 24, kTitleHeight = 44, kEm = 14;

struct Look {
  const char* kind_zh;
  const char* fill;
  const char* line;
};

Look LookOf(StepKind kind) {
  switch (kind) {
    case StepKind::kTask: return {"办理", "#e8f1fd", "#2f6fbf"};
    case StepKind::kDecide: return {"判断", "#fff4d6", "#b88700"};
    case StepKind::kSelect: return {"多选", "#fff4d6", "#b88700"};
    case StepKind::kFork: return {"分支", "#ece9f8", "#6650b0"};
    case StepKind::kJoin: return {"汇合", "#ece9f8", "#6650b0"};
    case StepKind::kWait: return {"等待", "#fdeee3", "#c8662a"};
    case StepKind::kCall: return {"子案", "#e2f5f3", "#1f8578"};
    case StepKind::kEffect: return {"自动", "#f1f3f5", "#68737d"};
    case StepKind::kFinish: return {"办结", "#e7f5e6", "#37803a"};
  }
  return {"", "#ffffff", "#000000"};
}

// Who does it, what is waited for: the small second line.
std::string Detail(const Step& step) {
  switch (step.kind) {
    case StepKind::kTask:
      if (step.by.kind == Assignment::Kind::kApplicant) return "申请人";
      if (step.by.kind == Assignment::Kind::kStarter) return "发起人";
      if (step.by.kind == Assignment::Kind::kRule) return "按规则指定";
      return step.by.name;
    case StepKind::kWait:
      if (step.of_applicant) return "等申请人";
      if (step.of_parent) return "等上级事项";
      if (step.message.empty() && step.until) return "等条件成立或到日";
      return step.message.empty() ? "等期限" : "等 " + step.message;
    case StepKind::kJoin:
      if (step.wait_for == "all") return "全部到齐";
      if (step.wait_for == "any") return "到一即走";
      return step.wait_for == "n" ? fmt::format("到 {} 个", step.n_of) : "有几等几";
    case StepKind::kCall: return step.process.empty() ? "按事项" : step.process;
    case StepKind::kEffect:
      if (step.effect == "settle") return "集体评定";
      if (step.notice.empty() && step.effect == "message") return "消息";
      return step.notice.empty() ? step.effect : step.notice;
    default: return step.title == step.name ? "" : step.name;
  }
}

bool IsDiamond(const Step& step) { return step.kind == StepKind::kDecide || step.kind == StepKind::kSelect; }

constexpr double kCut = 26;  // a flat hexagon holds more text than a diamond

bool IsPill(const Step& step) { return step.kind == StepKind::kFinish || step.kind == StepKind::kWait; }

bool Inside(const Step& step, Point point, Point centre, const LayoutNode& size) {
  const double x = std::abs(point.x - centre.x), y = std::abs(point.y - centre.y), half = size.height / 2;
  if (IsDiamond(step)) return y <= half && x <= size.width / 2 - kCut * y / half;
  return x <= size.width / 2 - half || std::hypot(x - size.width / 2 + half, y) <= half;
}

// Lines are laid out from box to box. Where a shape has not the corners of its box: on to its border.
Point OntoBorder(const Step& step, Point point, Point centre, const LayoutNode& size) {
  if (!IsDiamond(step) && !IsPill(step)) return point;
  double outside = 0, inside = 1;
  const auto at = [&](double part) { return Point{point.x + (centre.x - point.x) * part, point.y + (centre.y - point.y) * part}; };
  for (int i = 0; i < 20; ++i) {
    const double middle = (outside + inside) / 2;
    (Inside(step, at(middle), centre, size) ? inside : outside) = middle;
  }
  return at(inside);
}

LayoutNode SizeOf(const Step& step) {
  const double text = std::max(WidthInEms(step.title) * kEm, WidthInEms(Detail(step)) * 11 + 30);
  if (IsDiamond(step)) return {std::max(130.0, text + 64), 62, false};
  return {std::max(112.0, text + 36), 48, false};
}

std::string LabelOf(const Model& model, const Step& step, const Way& way) {
  if (way.otherwise) return "其他";
  if (way.conditional) return "符合条件";
  return way.outcome.empty() ? "" : LabelOfOutcome(model, step, way.outcome).zh;
}

std::string Shape(const Step& step, Point centre, const LayoutNode& size) {
  const Look look = LookOf(step.kind);
  const double left = centre.x - size.width / 2, top = centre.y - size.height / 2;
  if (IsDiamond(step)) {
    return fmt::format(
        R"(<polygon points="{0:.1f},{3:.1f} {1:.1f},{4:.1f} {2:.1f},{4:.1f} {5:.1f},{3:.1f} {2:.1f},{6:.1f} {1:.1f},{6:.1f}" fill="{7}" stroke="{8}" stroke-width="1.4"/>)",
        left, left + kCut, left + size.width - kCut, centre.y, top, left + size.width, top + size.height, look.fill,
        look.line);
  }
  const bool bar = step.kind == StepKind::kFork || step.kind == StepKind::kJoin;
  std::string dash = step.kind == StepKind::kEffect ? R"( stroke-dasharray="5 3")" : "";
  std::string shape = fmt::format(
      R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"{}/>)",
      left, top, size.width, size.height, IsPill(step) ? size.height / 2 : bar ? 2 : 7, look.fill, look.line,
      step.kind == StepKind::kFinish ? "2.6" : "1.4", dash);
  if (bar) {  // a thick beam where ways part or meet
    shape += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="4" fill="{}"/>)", left,
                         step.kind == StepKind::kFork ? top + size.height - 4 : top, size.width, look.line);
  }
  if (step.kind == StepKind::kCall || step.each) {  // several, or a case of its own: a second frame behind
    shape = fmt::format(
                R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="7" fill="{}" stroke="{}" stroke-width="1.4"/>)",
                left + 4, top - 4, size.width, size.height, look.fill, look.line) +
            shape;
  }
  return shape;
}

std::string Words(const Step& step, Point centre) {
  const Look look = LookOf(step.kind);
  const std::string detail = Detail(step);
  std::string words = fmt::format(R"(<text x="{:.1f}" y="{:.1f}" class="t">{}</text>)", centre.x, centre.y - 2,
                                  XmlText(step.title));
  words += fmt::format(R"(<text x="{:.1f}" y="{:.1f}" class="d" fill="{}">{}{}{}</text>)", centre.x, centre.y + 15,
                       look.line, look.kind_zh, detail.empty() ? "" : " · ", XmlText(detail));
  return words;
}

std::string Line(const std::vector<Point>& curve, Point start, bool late) {
  if (curve.empty()) return "";
  std::string path = fmt::format("M{:.1f},{:.1f}L{:.1f},{:.1f}", start.x, start.y, curve[0].x, curve[0].y);
  for (size_t i = 1; i + 2 < curve.size(); i += 3) {
    path += fmt::format("C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", curve[i].x, curve[i].y, curve[i + 1].x,
                        curve[i + 1].y, curve[i + 2].x, curve[i + 2].y);
  }
  return fmt::format(R"svg(<path d="{}" fill="none" stroke="{}" stroke-width="1.2"{} marker-end="url(#{})"/>)svg", path,
                     late ? "#c8662a" : "#59636e", late ? R"( stroke-dasharray="4 3")" : "", late ? "l" : "a");
}

std::string Label(const std::string& label, Point centre) {
  const double width = WidthInEms(label) * 11 + 6;
  return fmt::format(
      R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="15" rx="3" fill="#ffffff" opacity="0.85"/><text x="{:.1f}" y="{:.1f}" class="e">{}</text>)",
      centre.x - width / 2, centre.y - 7.5, width, centre.x, centre.y + 4, XmlText(label));
}

std::string Head(const Model& model, double width, double height) {
  constexpr char kFonts[] = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif";
  std::string head = fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" lang="zh-CN">
<title>{2}</title>
<style>text{{font-family:{3};text-anchor:middle}}.t{{font-size:14px;fill:#1c2024}}.d{{font-size:11px}}.e{{font-size:11px;fill:#3d444b}}.h{{font-size:18px;font-weight:bold;text-anchor:start;fill:#1c2024}}.w{{font-size:12px;text-anchor:start;fill:#c62828}}</style>
<defs>
)",
      width, height, XmlText(model.title), kFonts);
  for (const auto& [id, colour] : {std::pair{"a", "#59636e"}, std::pair{"l", "#c8662a"}}) {
    head += fmt::format(
        R"(<marker id="{}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,1 L10,5 L0,9 z" fill="{}"/></marker>
)",
        id, colour);
  }
  head += fmt::format("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<text x=\"{}\" y=\"32\" class=\"h\">{}</text>\n",
                      kMargin, XmlText(model.title));
  return head;
}

}  // namespace

absl::StatusOr<std::string> SvgOf(const Model& model, const PictureMarks& marks) {
  std::vector<LayoutNode> nodes;
  std::vector<LayoutEdge> edges;
  std::vector<bool> late;
  for (const Step& step : model.steps) nodes.push_back(SizeOf(step));
  if (!nodes.empty()) nodes[0].first = true;
  for (size_t i = 0; i < model.steps.size(); ++i) {
    for (const Way& way : WaysOf(model.steps[i])) {
      edges.push_back({static_cast<int>(i), model.index.at(way.to), LabelOf(model, model.steps[i], way)});
      late.push_back(way.outcome == "timeout" && !WaitsForTimeAlone(model.steps[i]));
    }
  }
  absl::StatusOr<Layout> layout = LayOut(nodes, edges, Direction::kDown);
  if (!layout.ok()) return layout.status();
  const double title = kMargin * 2 + std::max(WidthInEms(model.title) * 18, WidthInEms(marks.why) * 12);
  std::string svg =
      Head(model, std::max(title, layout->width + 2 * kMargin), layout->height + kTitleHeight + 2 * kMargin);
  if (!marks.why.empty()) svg += fmt::format("<text x=\"{}\" y=\"52\" class=\"w\">{}</text>\n", kMargin, XmlText(marks.why));
  svg += fmt::format("<g transform=\"translate({},{})\">\n", kMargin, kTitleHeight + kMargin);
  for (size_t i = 0; i < nodes.size(); ++i) {
    svg += Shape(model.steps[i], layout->nodes[i], nodes[i]) + Words(model.steps[i], layout->nodes[i]) + "\n";
  }
  // Over the boxes: an arrow is seen in front of the second frame of a step with several.
  for (size_t i = 0; i < edges.size(); ++i) {
    std::vector<Point>& curve = layout->curves[i];
    if (curve.empty()) continue;
    const int from = edges[i].from, to = edges[i].to;
    *(curve.end() - 2) = curve.back() = OntoBorder(model.steps[to], curve.back(), layout->nodes[to], nodes[to]);
    svg += Line(curve, OntoBorder(model.steps[from], curve.front(), layout->nodes[from], nodes[from]), late[i]) + "\n";
  }
  for (size_t i = 0; i < edges.size(); ++i) {
    if (layout->labels[i]) svg += Label(edges[i].label, *layout->labels[i]) + "\n";
  }
  svg += SvgOfMarks(marks, model, layout->nodes, nodes);
  return svg + "</g>\n</svg>\n";
}

std::string TextOf(const Model& model) {
  std::string text = fmt::format("{} ({})\n", model.title, model.process);
  for (const Step& step : model.steps) {
    text += fmt::format("\n{} {} [{}]\n", step.title, step.name == step.title ? "" : step.name,
                        LookOf(step.kind).kind_zh);
    for (const Way& way : WaysOf(step)) {
      const std::string label = LabelOf(model, step, way);
      text += fmt::format("  {}→ {} {}\n", label.empty() ? "" : label + " ", model.Find(way.to)->title, way.to);
    }
  }
  return text;
}

}  // namespace lianban::workflow
