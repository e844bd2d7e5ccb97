#pragma once
// Where the boxes and lines of a picture go: layered, from top to bottom or from left to right. Graphviz dot does it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::workflow {

// In points; y grows downwards, the upper left corner of the picture is (0, 0).
struct Point {
  double x = 0, y = 0;
};

struct LayoutNode {
  double width = 0, height = 0;
  bool first = false;  // belongs into the first layer
};

struct LayoutEdge {
  int from = 0, to = 0;  // positions in the list of nodes
  std::string label;
  bool from_below = false;  // leaves at the lower edge, near the right corner
};

struct Layout {
  double width = 0, height = 0;
  std::vector<Point> nodes;                   // centres
  std::vector<std::vector<Point>> curves;     // by edge: cubic Bézier, 3n + 1 points, from border to border
  std::vector<std::optional<Point>> labels;   // by edge: centre
};

enum class Direction { kDown, kRight };

// Downwards in curves, to the right in straight pieces. Thread-safe (one at a time). Error: INTERNAL when the graph cannot be laid out.
absl::StatusOr<Layout> LayOut(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                              Direction direction);

// Width of one line in ems: a Chinese character is 1 wide, a Latin one about half.
double WidthInEms(std::string_view text);

}  // namespace lianban::workflow
