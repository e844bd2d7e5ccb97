#include "services/casework/case/case_record.h"

#include <algorithm>

namespace lianban::casework {

const workflow::ClockState* CaseClock(const workflow::CaseState& state) {
  for (const auto& clock : state.clocks) {
    if (clock.name == "case") return &clock;
  }
  return nullptr;
}

const workflow::ClockState* DueClock(const workflow::CaseState& state) {
  if (const workflow::ClockState* clock = CaseClock(state)) return clock;
  const workflow::ClockState* first = nullptr;
  for (const auto& clock : state.clocks) {
    if (clock.met || !clock.name.starts_with("step:")) continue;
    if (!first || clock.due < first->due) first = &clock;
  }
  return first;
}

std::string_view UnitOfDesk(std::string_view desk) {
  const size_t slash = desk.find('/');
  return slash == std::string_view::npos ? std::string_view() : desk.substr(0, slash);
}

void AddUnit(std::string_view unit, std::vector<std::string>& units, std::vector<std::string>* added) {
  if (unit.empty()) return;
  const auto at = std::lower_bound(units.begin(), units.end(), unit);
  if (at != units.end() && *at == unit) return;
  units.emplace(at, unit);
  added->emplace_back(unit);
}

std::vector<std::string> AddHandlingUnits(const workflow::CaseState& state, std::vector<std::string>& units) {
  std::vector<std::string> added;
  AddUnit(state.unit, units, &added);
  for (const auto& activation : state.activations) {
    for (const auto& task : activation.tasks) AddUnit(UnitOfDesk(task.desk), units, &added);
  }
  if (const auto copies = state.vars.find("copies"); copies != state.vars.end()) {
    for (const auto& copy : *copies) AddUnit(UnitOfDesk(copy.get_ref<const std::string&>()), units, &added);
  }
  return added;
}

}  // namespace lianban::casework
