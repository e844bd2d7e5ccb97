#pragma once
// One value of a form against its field: type, limits, checksums. Values are put into the one form in which they are
// kept.

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/lib/errors/error.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct ValueContext {
  absl::Time now;
  absl::TimeZone zone;
};

// Kept as: text, phone, citizen_id, uscc, area, date (2026-03-10), datetime (2026-03-10T09:30:00, city time) as
// strings; number, integer; money as an integer of 分; bool; choice a string, or a list with `many`; file a string (its
// id) or a list of them; list an array, of anything unless `of` says what. Errors are catalogue reasons (FIELD_TYPE,
// FIELD_TOO_LONG, CITIZEN_ID_CHECKSUM, …).
absl::StatusOr<nlohmann::json> AcceptValue(const Field& field, const nlohmann::json& value,
                                           const ValueContext& context);

}  // namespace lianban::workflow
