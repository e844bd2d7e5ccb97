#pragma once
// 一次提交: what one matter of a visit has brought, its other matters need not bring again.

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/language/model.h"

namespace lianban::intake {

struct MaterialsOfMatter {
  const workflow::Model* model;
  nlohmann::json* materials;
};

// Materials marked `shared` go to every matter of the visit that asks for them and has not got them.
void ShareMaterials(const std::vector<MaterialsOfMatter>& matters);

}  // namespace lianban::intake
