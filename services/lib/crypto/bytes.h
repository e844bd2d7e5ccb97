#pragma once

#include <string>
#include <string_view>

namespace lianban::crypto {

// The bytes of a string, as the C libraries take them; they live as long as the string does.
inline const unsigned char* Data(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* Data(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace lianban::crypto
