#pragma once
// The number on every receipt: area 6 digits + item code + filing day yyyyMMdd + serial 5 digits + check digit.
//
// The check digit is ISO 7064 MOD 11,10 over the whole number, with each letter of the item code replaced by two digits
// (A = 10 … Z = 35). A clerk who mistypes one digit, or swaps two neighbours, is told so before anything is looked up.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace lianban::workflow {

struct CaseNumber {
  std::string area;  // 6 digits
  std::string item;  // 2 to 12 letters and digits, beginning with a letter
  absl::CivilDay day;
  int serial = 0;    // 1 to 99999, per area, item and day

  bool operator==(const CaseNumber&) const = default;
};

// Errors: CASE_NUMBER_INVALID when a part has not the shape above, CASE_NUMBER_EXHAUSTED when the serial is past 99999.
absl::StatusOr<std::string> FormatCaseNumber(const CaseNumber& number);

// Full-width characters, small letters, spaces and hyphens are put right first.
// Errors: CASE_NUMBER_INVALID, CASE_NUMBER_CHECKSUM.
absl::StatusOr<CaseNumber> ParseCaseNumber(std::string_view text);

// ISO 7064 MOD 11,10 of a string of digits.
char Mod1110CheckDigit(std::string_view digits);

}  // namespace lianban::workflow
