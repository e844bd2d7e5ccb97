#pragma once

#include <set>
#include <string>
#include <utility>

#include "services/workflow/engine/transition.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {

// What one story has touched.
struct Touched {
  std::set<int> steps;
  std::set<std::pair<int, int>> ways;  // step, position in WaysOf
  std::set<std::string> rows;  // "table:row"

  void Add(const Model& model, const Transition& transition);
  void Add(const Touched& other);
};

Coverage CoverageOf(const Model& model, const Touched& touched);

}  // namespace lianban::workflow
