#pragma once
// Where a name goes that stands beside its shape: among the places it may take, the one that covers least.

#include <vector>

#include "services/workflow/interchange/layout.h"

namespace lianban::workflow {

struct Box {
  double x = 0, y = 0, width = 0, height = 0;  // upper left corner
};

// What is drawn already.
class Sheet {
 public:
  void Add(const Box& box) { boxes_.push_back(box); }
  void AddLine(const std::vector<Point>& points) { lines_.push_back(points); }

  // The first of the best; it is taken from then on. `places` is not empty.
  Box Take(const std::vector<Box>& places);

 private:
  double Covered(const Box& place) const;

  std::vector<Box> boxes_;
  std::vector<std::vector<Point>> lines_;
};

}  // namespace lianban::workflow
