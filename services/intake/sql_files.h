#pragma once
// Migrations and queries of the schema intake, carried in the binary.

#include <map>
#include <string_view>

namespace lianban::intake::sql {

const std::map<std::string_view, std::string_view>& EmbeddedFiles();

}  // namespace lianban::intake::sql
