#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lianban::workflow {

// The keys of the first `on = { … }` at or after `line` (1-based), in the order in which they are written. A Lua table
// does not keep it, but forms, pictures and countersigning need it. Keys that are not plain names are left out.
std::vector<std::string> WrittenOutcomes(std::string_view source, int line);

}  // namespace lianban::workflow
