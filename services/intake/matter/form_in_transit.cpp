#include "services/intake/matter/form_in_transit.h"

#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

// No JSON begins so.
constexpr std::string_view kSealedForm = "sealed:";

std::string PlaceOf(const Matter& matter) { return "matter/form/" + matter.matter_id; }

}  // namespace

void SealForm(const sealing::CityKeySet& keys, const std::string& city_id, Matter& matter) {
  matter.form = std::string(kSealedForm) + crypto::Base64Url(keys.Seal(city_id, PlaceOf(matter), matter.form));
}

absl::StatusOr<std::string> OpenForm(const sealing::CityKeySet& keys, const std::string& city_id, const Matter& matter) {
  if (!matter.form.starts_with(kSealedForm)) return matter.form;  // emptied, or of before forms were sealed
  LIANBAN_ASSIGN_OR_RETURN(const std::string sealed, crypto::FromBase64Url(std::string_view(matter.form).substr(kSealedForm.size())));
  return keys.Open(city_id, PlaceOf(matter), sealed);
}

}  // namespace lianban::intake
