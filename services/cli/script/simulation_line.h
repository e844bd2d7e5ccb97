#pragma once
// One line typed into `lianban simulate` as an entry of a story.
//
//   complete STEP OUTCOME [key=value …]     message NAME [OUTCOME] [key=value …]     wait 2026-03-10 [09:00]
//   child N [RESULT]                        ACT [key=value …]                        start [key=value …]
//
// Words may stand in double quotes. A key that a story does not know is a form field. A value is taken as JSON where it is
// JSON, otherwise as text.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lianban::cli {

// For `start`: {"start": true, "form": {…}, …}. Error: OPTION_INVALID.
absl::StatusOr<nlohmann::json> ParseSimulationLine(std::string_view line);

// The entry as a line of scenarios.lua.
std::string LuaOf(const nlohmann::json& value);

}  // namespace lianban::cli
