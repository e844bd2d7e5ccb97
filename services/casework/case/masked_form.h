#pragma once
// A form as people see it before they ask for more: values of sensitive fields are masked.

#include "nlohmann/json.hpp"
#include "services/workflow/language/model.h"

namespace lianban::casework {

// 138****0001 of a telephone, 330102********0019 of an identity number, otherwise "***".
nlohmann::json MaskedValue(const workflow::Field& field, const nlohmann::json& value);
nlohmann::json Masked(const nlohmann::json& form, const workflow::Model& model);

// A screen sends back what it was given: takes out of `patch` the values that are the masks of those in `form`.
void DropMasked(const nlohmann::json& form, const workflow::Model& model, nlohmann::json& patch);

}  // namespace lianban::casework
