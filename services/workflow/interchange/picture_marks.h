#pragma once
// A counter-example on the picture: in which order the steps are come to, and where it stands then.

#include <set>
#include <string>
#include <vector>

#include "services/workflow/interchange/layout.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct PictureMarks {
  std::vector<std::string> way;  // steps in the order in which they happen, again where one happens again
  std::set<std::string> open;    // nobody gets any further here
  std::set<std::string> dead;    // never happens
  std::string why;               // a line under the title
};

// Over the shapes: numbers in red along the way, a red frame where it stands, a cross over what never happens.
std::string SvgOfMarks(const PictureMarks& marks, const Model& model, const std::vector<Point>& centres,
                       const std::vector<LayoutNode>& sizes);

}  // namespace lianban::workflow
