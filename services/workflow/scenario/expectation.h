#pragma once
// Compares where a case stands with what a story expects.

#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/transition.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct Scene {
  const Model& model;
  const Environment& environment;
  const CaseState& state;
  absl::Time now;
  const std::vector<Fact>& facts;              // since the last expect
  const std::vector<Effect>& effects;          // since the last expect
  size_t children = 0;
};

struct Difference {
  std::string what, expected, actual;
};

std::vector<Difference> Compare(const Scene& scene, const nlohmann::json& expected);

}  // namespace lianban::workflow
