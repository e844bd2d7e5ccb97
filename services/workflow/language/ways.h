#pragma once
// Where a step may lead, as it is drawn, exported and counted: one entry per line of the picture. Two outcomes that lead to one
// step are two ways.

#include <string>
#include <vector>

#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct Way {
  std::string outcome;  // "" where there is no choice to name
  std::string to;
  bool conditional = false;  // a rule decides
  bool otherwise = false;
  int line = 0;              // of that rule
};

// Whether the step is ever left by that outcome. A vote ends by what it passes or fails with; another answer (弃权) is only counted.
bool MayLeaveBy(const Step& step, const std::string& outcome);

// In written order: Move::way is a position in it.
std::vector<Way> WaysOf(const Step& step);

}  // namespace lianban::workflow
