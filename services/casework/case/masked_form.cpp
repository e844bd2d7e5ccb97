#include "services/casework/case/masked_form.h"

#include "services/workflow/validate/mask.h"

namespace lianban::casework {
namespace {

constexpr char kHidden[] = "***";

}  // namespace

nlohmann::json MaskedValue(const workflow::Field& field, const nlohmann::json& value) {
  if (value.is_null()) return value;
  if (value.is_string() && field.type == "phone") return workflow::MaskPhone(value.get<std::string>());
  if (value.is_string() && field.type == "citizen_id") return workflow::MaskCitizenId(value.get<std::string>());
  return kHidden;
}

nlohmann::json Masked(const nlohmann::json& form, const workflow::Model& model) {
  nlohmann::json out = form;
  for (const auto& field : model.form) {
    if (field.sensitive && out.contains(field.name)) out[field.name] = MaskedValue(field, form[field.name]);
  }
  return out;
}

void DropMasked(const nlohmann::json& form, const workflow::Model& model, nlohmann::json& patch) {
  if (!patch.is_object()) return;
  for (const auto& field : model.form) {
    const auto sent = field.sensitive ? patch.find(field.name) : patch.end();
    const auto held = form.find(field.name);
    if (sent == patch.end() || held == form.end() || held->is_null()) continue;
    if (*sent == MaskedValue(field, *held)) patch.erase(sent);
  }
}

}  // namespace lianban::casework
