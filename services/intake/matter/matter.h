#pragma once
// One matter as intake keeps it. No personal data: the party is a reference.

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"

namespace lianban::intake {

struct Position {
  double latitude = 0, longitude = 0;  // degrees, WGS 84
};

struct Matter {
  std::string matter_id;   // also the request_id under which its case is opened
  std::string receipt_no;  // "" for the matters of a visit
  std::string channel, source_no;
  std::string process, item_code, title, area_code;
  std::string unit_id;  // handles it
  std::string register_unit_id, register_user_id, register_user_name;
  std::string party_id;
  std::string kind;
  std::string routed_by;
  std::string form, materials;  // JSON objects; the form is emptied once the case is open
  absl::Time receive_time;
  std::optional<Position> position;
  std::string parent_matter_id;
  int child_no = 0;         // 1-based among the matters of a visit
  int children = 0;         // how many matters the visit has; 0 for a single one
  std::string state;        // registered opened held
  std::string hold_reason;  // catalogue reason with which casework refused it
  int attempts = 0;
  std::string case_id, case_status, result;
  std::optional<absl::Time> due_time;
  bool due_unverified = false;
  std::optional<absl::Time> finish_time;
  std::string duplicate_of;
  std::string repeat_of;    // the closed matter that this one reports again
  int repeat_no = 0;        // counted from 1; 0: not a repeat

  bool closed() const { return case_status == "finished" || case_status == "withdrawn" || case_status == "terminated"; }
};

// Status as the API shows it: registered held running suspended finished withdrawn terminated.
v1::Matter MessageOf(const Matter& matter);

}  // namespace lianban::intake
