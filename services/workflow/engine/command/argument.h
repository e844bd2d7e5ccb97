#pragma once
// What stands in `args` of a command.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

std::string ArgumentText(const Run& run, const char* key);  // "" when it is not there or no text

// "<unit>/<role>" of a unit that exists. Refusal: DESK_UNKNOWN.
absl::Status CheckDesk(const Run& run, const std::string& desk);

// A message effect to a desk or a person, as the notice services deliver it.
void SendMessage(Run& run, std::string_view name, const std::string& desk, const std::string& user,
                 nlohmann::json more = nlohmann::json::object());

}  // namespace lianban::workflow
