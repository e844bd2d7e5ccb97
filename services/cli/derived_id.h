#pragma once
// Request ids that a second run of the same import finds again.

#include <string>
#include <string_view>

namespace lianban::cli {

// A UUID (version 8) made of the text's SHA-256.
std::string DerivedUuid(std::string_view text);

}  // namespace lianban::cli
