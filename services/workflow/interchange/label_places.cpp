#include "services/workflow/interchange/label_places.h"

#include <algorithm>
#include <cmath>

namespace lianban::workflow {
namespace {

double SharedArea(const Box& a, const Box& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

// Length of the part of a straight line that lies in the box (Liang–Barsky).
double LengthInside(const Point& from, const Point& to, const Box& box) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  double enters = 0, leaves = 1;
  const auto cut = [&](double direction, double distance) {
    if (direction == 0) return distance > 0;
    const double at = distance / direction;
    direction < 0 ? enters = std::max(enters, at) : leaves = std::min(leaves, at);
    return true;
  };
  const bool meets = cut(-dx, from.x - box.x) && cut(dx, box.x + box.width - from.x) && cut(-dy, from.y - box.y) &&
                     cut(dy, box.y + box.height - from.y);
  return meets && enters < leaves ? (leaves - enters) * std::hypot(dx, dy) : 0;
}

}  // namespace

Box Sheet::Take(const std::vector<Box>& places) {
  const Box best = *std::min_element(places.begin(), places.end(),
                                     [&](const Box& a, const Box& b) { return Covered(a) < Covered(b); });
  boxes_.push_back(best);
  return best;
}

double Sheet::Covered(const Box& place) const {
  double covered = 0;
  for (const Box& box : boxes_) covered += SharedArea(place, box);
  for (const std::vector<Point>& line : lines_) {
    for (size_t i = 1; i < line.size(); ++i) covered += place.height * LengthInside(line[i - 1], line[i], place);
  }
  return covered;
}

}  // namespace lianban::workflow
