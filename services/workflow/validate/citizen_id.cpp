#include "services/workflow/validate/citizen_id.h"

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/province.h"

namespace lianban::workflow {
namespace {

char CheckCharacter(std::string_view first17) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += kWeights[i] * (first17[i] - '0');
  return "10X98765432"[sum % 11];
}

}  // namespace

absl::StatusOr<CitizenId> ParseCitizenId(std::string_view text, absl::CivilDay today) {
  CitizenId id{Tidy(text)};
  std::string& number = id.number;
  if (CodePoints(number).size() != 18) return Error("CITIZEN_ID_LENGTH");
  if (number.back() == 'x') number.back() = 'X';
  const std::string_view first17 = std::string_view(number).substr(0, 17), last = std::string_view(number).substr(17);
  if (number.size() != 18 || !IsDigits(first17) || (last != "X" && !IsDigits(last))) {
    return Error("CITIZEN_ID_CHARACTER");
  }
  if (!IsProvince(number.substr(0, 2)) && !number.starts_with("83")) return Error("CITIZEN_ID_PROVINCE");
  const int year = std::stoi(number.substr(6, 4)), month = std::stoi(number.substr(10, 2)),
            day = std::stoi(number.substr(12, 2));
  id.birth = absl::CivilDay(year, month, day);
  const bool exists = id.birth.month() == month && id.birth.day() == day;
  if (!exists || year < 1900 || id.birth > today) return Error("CITIZEN_ID_BIRTH");
  if (number[17] != CheckCharacter(first17)) return Error("CITIZEN_ID_CHECKSUM");
  id.male = (number[16] - '0') % 2 == 1;
  return id;
}

int AgeOn(absl::CivilDay birth, absl::CivilDay day) {
  const int years = static_cast<int>(day.year() - birth.year());
  // The constructor carries 29 February of a common year over to 1 March, which is the rule.
  return absl::CivilDay(day.year(), birth.month(), birth.day()) > day ? years - 1 : years;
}

}  // namespace lianban::workflow
