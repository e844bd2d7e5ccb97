#pragma once

#include <cstddef>

#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/shared_object.h"

namespace lianban::workflow {

// Whether `value` takes at most so many bytes as JSON text. Throws nlohmann::json::type_error, as writing it would, when it
// holds text that is not UTF-8.
bool FitsInto(const nlohmann::json& value, size_t bytes_max);
// The same without a look at what is in its texts: false is right, true may still be one that does not fit.
bool MayFitInto(const nlohmann::json& value, size_t bytes_max);
// A member that stays as it is is measured once.
bool FitsInto(const SharedObject& object, size_t bytes_max);

}  // namespace lianban::workflow
