#pragma once
// What is wrong with the JSON of a request, in Chinese and English.

#include <string_view>

#include "absl/status/status.h"

namespace lianban::gateway {

// JSON_INVALID. `fault`: the words of the protobuf reader; the usual ones are said in Chinese too.
absl::Status JsonFault(std::string_view fault);

}  // namespace lianban::gateway
