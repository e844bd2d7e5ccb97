#pragma once
// Everything outside the case that a decision may depend on. An immutable snapshot, shared between threads; which
// snapshot was used is recorded with the event, so that a decision can be repeated.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/workflow/time/calendar.h"

namespace lianban::workflow {

struct Desk {
  std::string unit;
  std::string role;
  std::string Key() const { return unit + "/" + role; }
};

// Who is responsible for what, by area: duty list and unit tree of one city.
struct Directory {
  struct Unit {
    std::string id;
    std::string name;
    std::string area;     // area code it serves
    std::string level;    // city district street community
    std::string parent;
    std::string successor;  // when abolished (S43)
  };
  std::map<std::string, Unit> units;
  // duty code -> area code -> unit id; looked up from the matter's area upwards (street, district, city).
  std::map<std::string, std::map<std::string, std::string>> duties;

  // nullopt when nobody carries the duty anywhere above `area`.
  std::optional<std::string> UnitForDuty(std::string_view duty, std::string_view area) const;
  // The unit itself or its nearest ancestor at `level`.
  std::optional<std::string> UnitAtLevel(std::string_view unit, std::string_view level) const;
  // The unit, or who took over when it was abolished.
  std::string Current(std::string_view unit) const;
  // `unit` is `ancestor` or below it.
  bool IsWithin(std::string_view unit, std::string_view ancestor) const;
};

// Parameter values by area; the nearest area up the tree wins (street, district, city, province).
struct Parameters {
  std::map<std::string, std::map<std::string, nlohmann::json>, std::less<>> values;  // key -> area code -> value
  // nullptr when nobody set it anywhere above `area`.
  const nlohmann::json* Find(std::string_view key, std::string_view area) const;
};

// What cases have entered into the ledgers: ledger -> key -> entries, oldest first, each as its effect gave it
// with `day` and `case`. For worlds that are given whole (scenarios, replay); a running city looks up what it needs (ledger.h).
struct Ledgers {
  std::map<std::string, std::map<std::string, nlohmann::json>> entries;
  // A list, empty when there is nothing.
  const nlohmann::json& Find(const std::string& ledger, const std::string& key) const;
  void Add(const std::string& ledger, const std::string& key, nlohmann::json entry);
};

struct Environment {
  std::string version;  // of the snapshot
  Calendar calendar;
  Parameters parameters;
  Ledgers ledgers;
  Directory directory;
  absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  // Share of the period that is left when the light turns yellow, in percent, and in working days (whichever is earlier).
  int yellow_percent = 20;
  int yellow_workdays = 1;
};

// 330602001 -> 330602 -> 3306 -> 33 -> "". Codes of 2, 4, 6, 9, 12 digits.
std::string ParentArea(std::string_view area);

}  // namespace lianban::workflow
