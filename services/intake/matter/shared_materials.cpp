#include "services/intake/matter/shared_materials.h"

#include <map>

namespace lianban::intake {
namespace {

using nlohmann::json;

bool IsHere(const json& material) {
  if (material.is_string()) return material != "follows" && material != "commitment";
  if (!material.is_object()) return false;
  const std::string state = material.value("state", "");
  return !state.empty() && state != "follows" && state != "commitment";
}

bool IsShared(const workflow::Material& material) { return material.spec.value("shared", false); }

}  // namespace

void ShareMaterials(const std::vector<MaterialsOfMatter>& matters) {
  std::map<std::string, json> brought;
  for (const auto& [model, materials] : matters) {
    for (const workflow::Material& material : model->materials) {
      const auto given = materials->find(material.name);
      if (IsShared(material) && given != materials->end() && IsHere(*given)) brought.emplace(material.name, *given);
    }
  }
  for (const auto& [model, materials] : matters) {
    for (const workflow::Material& material : model->materials) {
      const auto known = brought.find(material.name);
      if (!IsShared(material) || known == brought.end()) continue;
      const auto given = materials->find(material.name);
      if (given == materials->end() || !IsHere(*given)) (*materials)[material.name] = known->second;
    }
  }
}

}  // namespace lianban::intake
