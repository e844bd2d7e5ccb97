#include "services/workflow/interchange/picture_marks.h"

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

constexpr char kRed[] = "#c62828";

// "1, 4": when a step happens more than once.
std::string NumbersOf(const PictureMarks& marks, const std::string& step) {
  std::string numbers;
  for (size_t i = 0; i < marks.way.size(); ++i) {
    if (marks.way[i] == step) numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", i + 1);
  }
  return numbers;
}

std::string Frame(Point centre, const LayoutNode& size) {
  return fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="9" fill="none" stroke="{}" stroke-width="3" class="open"/>)",
                     centre.x - size.width / 2 - 5, centre.y - size.height / 2 - 5, size.width + 10, size.height + 10, kRed);
}

std::string Cross(Point centre, const LayoutNode& size) {
  const double x = size.width / 2, y = size.height / 2;
  return fmt::format(R"(<path d="M{:.1f},{:.1f}L{:.1f},{:.1f}M{:.1f},{:.1f}L{:.1f},{:.1f}" stroke="{}" stroke-width="1.6" class="dead"/>)", centre.x - x,
                     centre.y - y, centre.x + x, centre.y + y, centre.x - x, centre.y + y, centre.x + x, centre.y - y, kRed);
}

std::string Badge(const std::string& numbers, Point centre, const LayoutNode& size) {
  const double width = WidthInEms(numbers) * 11 + 12, x = centre.x - size.width / 2, y = centre.y - size.height / 2;
  return fmt::format(
      R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="18" rx="9" fill="{}"/><text x="{:.1f}" y="{:.1f}" class="n" fill="#ffffff" font-size="11">{}</text>)",
      x - width / 2, y - 9, width, kRed, x, y + 4, numbers);
}

}  // namespace

std::string SvgOfMarks(const PictureMarks& marks, const Model& model, const std::vector<Point>& centres,
                       const std::vector<LayoutNode>& sizes) {
  std::string svg;
  for (size_t i = 0; i < model.steps.size(); ++i) {
    const std::string& step = model.steps[i].name;
    if (marks.open.contains(step)) svg += Frame(centres[i], sizes[i]) + "\n";
    if (marks.dead.contains(step)) svg += Cross(centres[i], sizes[i]) + "\n";
    const std::string numbers = NumbersOf(marks, step);
    if (!numbers.empty()) svg += Badge(numbers, centres[i], sizes[i]) + "\n";
  }
  return svg;
}

}  // namespace lianban::workflow
