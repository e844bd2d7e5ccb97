#pragma once
// Where a simulated case stands, for people and for programs.

#include <string>

#include "services/workflow/language/model.h"
#include "services/workflow/scenario/player.h"

namespace lianban::cli {

std::string ViewText(const workflow::Model& model, const workflow::Player& player);
nlohmann::json ViewJson(const workflow::Model& model, const workflow::Player& player);

}  // namespace lianban::cli
