#pragma once
// The service's SQL, compiled in: migrations and named queries by path.

#include <map>
#include <string_view>

namespace lianban::casework::sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}
