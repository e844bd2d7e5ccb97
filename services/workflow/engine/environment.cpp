#include "services/workflow/engine/environment.h"

namespace lianban::workflow {
namespace {

// Codes are also written with zeros for the lower levels: 3306 and 330600 are one area.
std::string Padded(std::string_view area) {
  std::string code(area);
  if (code.size() < 6) code.append(6 - code.size(), '0');
  return code;
}

// The nearest entry from `area` upwards; the entry for "" holds everywhere.
template <typename Value>
const Value* Nearest(const std::map<std::string, Value>& by_area, std::string_view area) {
  for (std::string at(area);; at = ParentArea(at)) {
    if (auto it = by_area.find(at); it != by_area.end()) return &it->second;
    if (at.empty()) return nullptr;
    if (at.size() < 6) {
      if (auto it = by_area.find(Padded(at)); it != by_area.end()) return &it->second;
    }
  }
}

}  // namespace

std::string ParentArea(std::string_view area) {
  size_t length = area.size();
  size_t parent = length > 12 ? 12 : length > 9 ? 9 : length > 6 ? 6 : length > 4 ? 4 : length > 2 ? 2 : 0;
  return std::string(area.substr(0, parent));
}

const nlohmann::json* Parameters::Find(std::string_view key, std::string_view area) const {
  auto it = values.find(key);
  return it == values.end() ? nullptr : Nearest(it->second, area);
}

const nlohmann::json& Ledgers::Find(const std::string& ledger, const std::string& key) const {
  static const nlohmann::json nothing = nlohmann::json::array();
  auto it = entries.find(ledger);
  if (it == entries.end()) return nothing;
  auto found = it->second.find(key);
  return found == it->second.end() ? nothing : found->second;
}

void Ledgers::Add(const std::string& ledger, const std::string& key, nlohmann::json entry) {
  nlohmann::json& known = entries[ledger][key];
  if (known.is_null()) known = nlohmann::json::array();
  known.push_back(std::move(entry));
}

std::optional<std::string> Directory::UnitForDuty(std::string_view duty, std::string_view area) const {
  auto it = duties.find(std::string(duty));
  if (it == duties.end()) return std::nullopt;
  const std::string* unit = Nearest(it->second, area);
  return unit ? std::optional(*unit) : std::nullopt;
}

std::optional<std::string> Directory::UnitAtLevel(std::string_view unit, std::string_view level) const {
  auto it = units.find(std::string(unit));
  // A tree with a cycle would be a fault of the import; the bound keeps it harmless.
  for (int hops = 0; it != units.end() && hops < 16; ++hops) {
    if (it->second.level == level) return it->first;
    it = units.find(it->second.parent);
  }
  return std::nullopt;
}

std::string Directory::Current(std::string_view unit) const {
  auto it = units.find(std::string(unit));
  for (int hops = 0; it != units.end() && !it->second.successor.empty() && hops < 16; ++hops) {
    auto next = units.find(it->second.successor);
    if (next == units.end()) return it->second.successor;
    it = next;
  }
  return it == units.end() ? std::string(unit) : it->first;
}

bool Directory::IsWithin(std::string_view unit, std::string_view ancestor) const {
  auto it = units.find(std::string(unit));
  for (int hops = 0; hops < 16; ++hops) {
    if (it == units.end()) return unit == ancestor;
    if (it->first == ancestor) return true;
    it = units.find(it->second.parent);
    if (it == units.end()) return false;
  }
  return false;
}

}  // namespace lianban::workflow
