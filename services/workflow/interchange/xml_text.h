#pragma once

#include <string>
#include <string_view>

namespace lianban::workflow {

// Text as it may stand between tags and in quoted attributes; control characters that XML does not allow become blanks.
std::string XmlText(std::string_view text);

}  // namespace lianban::workflow
