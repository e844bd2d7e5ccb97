#pragma once
// Constructors of a script as JSON, seen from below the language: kind, name, place.

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"

namespace lianban::workflow::overlay {

inline std::string TextAt(const nlohmann::json& value, const char* key) {
  if (!value.is_object()) return "";
  auto it = value.find(key);
  return it != value.end() && it->is_string() ? it->get<std::string>() : "";
}

inline int LineAt(const nlohmann::json& value, int otherwise) {
  if (!value.is_object()) return otherwise;
  auto it = value.find("$line");
  return it != value.end() && it->is_number_integer() ? it->get<int>() : otherwise;
}

// Empty Lua tables come as lists.
inline bool IsTable(const nlohmann::json& value) { return value.is_object() || (value.is_array() && value.empty()); }

// What the script itself wrote, not what the loader notes beside it.
inline bool IsWritten(std::string_view key) { return !key.starts_with('$'); }

}  // namespace lianban::workflow::overlay
