#pragma once
// Migrations and queries of the schema records, carried in the binary.

#include <map>
#include <string_view>

namespace lianban::records::sql {

const std::map<std::string_view, std::string_view>& EmbeddedFiles();

}  // namespace lianban::records::sql
