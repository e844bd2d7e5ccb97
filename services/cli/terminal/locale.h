#pragma once
// The language of what the command line says.

#include <string>
#include <string_view>

namespace lianban::cli {

// "zh-CN" when LC_ALL, LC_MESSAGES or LANG (the first that is set) begins with zh, else "en".
const std::string& Locale();

// The one of the two texts that suits.
std::string_view Say(std::string_view zh, std::string_view en);

}  // namespace lianban::cli
