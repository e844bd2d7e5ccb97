#pragma once
// Citizen identity number 公民身份号码, GB 11643-1999: area 6 + birth 8 + sequence 3 + check 1.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace lianban::workflow {

struct CitizenId {
  std::string number;  // 18 characters, X in upper case
  absl::CivilDay birth;
  bool male = false;
};

// Full-width characters, spaces around it and a small x are put right first. County codes that were abolished stay
// valid, so only the province is looked up; 83 is the residence permit of Taiwan residents.
// Errors: CITIZEN_ID_LENGTH, CITIZEN_ID_CHARACTER, CITIZEN_ID_PROVINCE, CITIZEN_ID_BIRTH, CITIZEN_ID_CHECKSUM.
absl::StatusOr<CitizenId> ParseCitizenId(std::string_view text, absl::CivilDay today);

// Full years on `day`. Who was born on 29 February is a year older on 1 March of a common year.
int AgeOn(absl::CivilDay birth, absl::CivilDay day);

}  // namespace lianban::workflow
