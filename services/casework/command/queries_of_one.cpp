#include "services/casework/command/queries_of_one.h"

#include <regex>

namespace lianban::casework {

std::string QueriesOfOne(std::string_view sql) {
  static const std::regex name("-- name: (\\w+)");
  static const std::regex rows(R"(unnest\(((?:\$\d+::\w+\[\],?\s*)+)\))");
  static const std::regex ordinality(R"(\)\)\s+WITH ORDINALITY)");
  static const std::regex row_count(R"(cardinality\(\$\d+::\w+\[\]\))");
  static const std::regex array_type(R"((\$\d+::\w+)\[\])");
  std::string text = std::regex_replace(std::string(sql), name, "-- name: $1 of one");
  text = std::regex_replace(text, row_count, "1");
  text = std::regex_replace(text, rows, "(VALUES ($1))");
  text = std::regex_replace(text, ordinality, ", 1::bigint))");
  return std::regex_replace(text, array_type, "$1");
}

}  // namespace lianban::casework
