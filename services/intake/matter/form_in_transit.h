#pragma once
// What was filled in, between registration and the opening of the case. Intake does not know which fields are sensitive, so
// the whole form is sealed while it lies here; a matter carries it sealed.

#include <string>

#include "absl/status/statusor.h"
#include "services/intake/matter/matter.h"
#include "services/lib/sealing/city_keys.h"

namespace lianban::intake {

void SealForm(const sealing::CityKeySet& keys, const std::string& city_id, Matter& matter);
// The form as JSON. INTERNAL when it was changed or moved, or the city's key was erased.
absl::StatusOr<std::string> OpenForm(const sealing::CityKeySet& keys, const std::string& city_id, const Matter& matter);

}  // namespace lianban::intake
