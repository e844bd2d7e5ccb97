#include "services/workflow/scenario/world.h"

#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const json& MembersOf(const json& given, const char* key) {
  static const json nothing = json::object();
  auto it = given.find(key);
  return it != given.end() && it->is_object() ? *it : nothing;
}

void AddUnits(const json& given, Directory& directory) {
  auto units = given.find("units");
  if (units == given.end() || !units->is_array()) return;
  for (const json& unit : *units) {
    if (!unit.is_object()) continue;
    Directory::Unit entry;
    entry.id = GivenText(unit, "id", "");
    entry.name = GivenText(unit, "name", entry.id);
    entry.area = GivenText(unit, "area", "");
    entry.level = GivenText(unit, "level", "");
    entry.parent = GivenText(unit, "parent", "");
    entry.successor = GivenText(unit, "successor", "");
    directory.units[entry.id] = entry;
  }
}

// ledgers = { duty_precedent = { { key = "Y120", … } } }
void AddEntries(const json& given, Ledgers& ledgers) {
  for (const auto& [ledger, entries] : MembersOf(given, "ledgers").items()) {
    if (!entries.is_array()) continue;
    for (const json& entry : entries) ledgers.Add(ledger, GivenText(entry, "key", ""), entry);
  }
}

}  // namespace

std::string GivenText(const json& given, const char* key, const std::string& otherwise) {
  auto it = given.find(key);
  return it != given.end() && it->is_string() ? it->get<std::string>() : otherwise;
}

Environment WorldOf(const Model& model, const json& given) {
  Environment environment;
  environment.version = "scenario";
  environment.calendar = ShippedCalendar();
  for (const auto& [key, value] : MembersOf(given, "params").items()) environment.parameters.values[key][""] = value;
  AddUnits(given, environment.directory);
  AddEntries(given, environment.ledgers);
  std::string unit = GivenText(given, "unit", kScenarioUnit);
  for (const Step& step : model.steps) {
    if (step.by.kind == Assignment::Kind::kDuty) environment.directory.duties[step.by.name][""] = unit;
  }
  for (const auto& [duty, carrier] : MembersOf(given, "duties").items()) {
    if (carrier.is_string()) environment.directory.duties[duty][""] = carrier.get<std::string>();
    if (carrier == false) environment.directory.duties.erase(duty);  // nobody carries it
  }
  return environment;
}

std::optional<absl::Time> TimeIn(const Environment& environment, const json& text) {
  if (!text.is_string()) return std::nullopt;
  auto time = ParseDateTime(text.get<std::string>(), environment.zone);
  return time.ok() ? std::optional(*time) : std::nullopt;
}

}  // namespace lianban::workflow
