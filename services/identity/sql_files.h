#pragma once
// sql/ of this service, compiled in.

#include <map>
#include <string_view>

namespace lianban::identity::sql {

const std::map<std::string_view, std::string_view>& EmbeddedFiles();

}  // namespace lianban::identity::sql
