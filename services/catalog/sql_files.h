#pragma once
// Migrations and queries of the schema catalog, carried in the binary.

#include <map>
#include <string_view>

namespace lianban::catalog::sql {

const std::map<std::string_view, std::string_view>& EmbeddedFiles();

}  // namespace lianban::catalog::sql
