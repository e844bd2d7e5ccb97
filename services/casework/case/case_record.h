#pragma once
// One running case as executors hold it: the row of casefile, the form, and the interpreter's state.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/workflow/engine/case_state.h"

namespace lianban::casework {

struct CaseHeader {
  std::string city_id;
  std::string case_id;
  int32_t release = 0;
  std::string title;
  std::string channel;
  std::string receipt_no;
  std::string party_id;
  std::string parent_case_id;      // empty: none
  absl::Time receive_time;
  absl::Time event_time;           // of the last event; the next one is never earlier
  std::vector<std::string> units;  // every unit that has handled it, sorted
};

struct CaseRecord : CaseHeader {
  workflow::CaseState state;
};

using CaseRecordPtr = std::shared_ptr<const CaseRecord>;

// The clock of the whole case; nullptr when the process has none.
const workflow::ClockState* CaseClock(const workflow::CaseState& state);
// What the case is due by, as people see it: its clock or, before that has started, the step limit that ends first (a
// petition is accepted within 15 days, and its 60 days begin only then). nullptr when there is neither.
const workflow::ClockState* DueClock(const workflow::CaseState& state);
std::string_view UnitOfDesk(std::string_view desk);  // "sf-330602/handler" -> "sf-330602"

// Adds the handling unit, the unit of every open task and those that got a copy to `units` (sorted). Returns those that are new.
std::vector<std::string> AddHandlingUnits(const workflow::CaseState& state, std::vector<std::string>& units);
void AddUnit(std::string_view unit, std::vector<std::string>& units, std::vector<std::string>* added);

}  // namespace lianban::casework
