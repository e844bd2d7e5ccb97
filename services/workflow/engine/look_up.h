#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

inline bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The text under `key` of an object; empty when there is none or it is no text.
inline std::string TextAt(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

}  // namespace lianban::workflow
