#pragma once
// Identifiers that whoever tries again finds again.

#include <string>
#include <string_view>

namespace lianban::crypto {

// UUID version 8 made of the text's SHA-256.
std::string DerivedUuid(std::string_view text);

}  // namespace lianban::crypto
