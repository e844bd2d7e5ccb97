#pragma once
// From what a case recorded to what is printed.

#include <string>

#include "absl/time/time.h"
#include "lianban/casework/v1/casework.pb.h"
#include "lianban/identity/v1/identity.pb.h"
#include "nlohmann/json.hpp"

namespace lianban::records {

// An effect of kind notice or message, with its case and the unit that handles it.
struct NoticeSource {
  std::string kind;        // notice message
  nlohmann::json payload;  // {template | to | name, told {matter, step, due, case_due, missing, reason}, basis, remedy, …}
  int64_t effect_no = 0;
  absl::Time issue_time;
  casework::v1::Case filed;
  identity::v1::Unit unit;
};

// Name of the letter: the template of a notice, the receiver of a message.
std::string LetterName(const NoticeSource& source);

// Data of a notice paper (paper/notice_paper.h). Holds no field of the form: what a letter needs of it, the script gives
// in the effect's payload.
nlohmann::json ComposeNotice(const NoticeSource& source);

}  // namespace lianban::records
