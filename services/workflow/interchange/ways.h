#pragma once
// Where a step may lead, as it is drawn and exported: one entry per line of the picture.

#include <string>
#include <vector>

#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct Way {
  std::string outcome;  // "" where there is no choice to name
  std::string to;
  bool conditional = false;  // a rule decides
  bool otherwise = false;
};

std::vector<Way> WaysOf(const Step& step);

}  // namespace lianban::workflow
