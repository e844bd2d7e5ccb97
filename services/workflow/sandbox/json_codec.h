#pragma once
// nlohmann::json to the MessagePack of script values and back, both with a limit on depth: arguments may come from a
// request, answers from a worker that has been taken over.

#include <optional>
#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/shared_object.h"

namespace lianban::workflow::sandbox {

// False when the value nests deeper than kArgumentDepthMax or holds what Lua has no value for (an integer above 2^63-1).
bool EncodeJson(const nlohmann::json& value, std::string& out);
// The same, kept with the value; nullptr: false.
const std::string* PackJson(const SharedJson& value);
// As a `shared` of wire/messages.h.
bool EncodeShared(const SharedJson& value, std::string& out);
// The same, kept with the object, and of one that has changed with the lists and tables in it that have not; nullptr: false.
const std::string* PackShared(const SharedObject& value);

std::optional<nlohmann::json> DecodeJson(std::string_view bytes);

}  // namespace lianban::workflow::sandbox
