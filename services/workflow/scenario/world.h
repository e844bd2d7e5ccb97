#pragma once
// The world a scenario is played in, made from its `given`.

#include "services/workflow/engine/environment.h"
#include "services/workflow/language/model.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {

inline constexpr char kScenarioUnit[] = "unit";
inline constexpr char kScenarioStart[] = "2026-03-03 09:00";  // an ordinary Tuesday

std::string GivenText(const nlohmann::json& given, const char* key, const std::string& otherwise);

// Parameters of `given`, the shipped calendar, and a directory in which every duty that `duties` does not name lies with
// the handling unit.
Environment WorldOf(const Model& model, const nlohmann::json& given);

// "2026-03-03 10:20", "2026-03-03T10:20:00", "2026-03-03" in the zone of the environment.
std::optional<absl::Time> TimeIn(const Environment& environment, const nlohmann::json& text);

}  // namespace lianban::workflow
