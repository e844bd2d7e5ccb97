#pragma once
// Visits as JSON: what visits.json of a city holds and what `lianban visit --file` reads.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "nlohmann/json.hpp"

namespace lianban::cli {

// One object: visit_no, receive_time, area_code, unit_id, title, party, party_id, children with item_code, title, form,
// materials (objects). The request id is derived from city and visit_no; without a visit_no it is a new one.
// FILE_INVALID names what is wrong.
absl::StatusOr<intake::v1::RegisterVisitRequest> VisitOf(const nlohmann::json& visit, const std::string& city_id,
                                                         const std::string& file);

// A list of them; times relative to `today` are resolved.
absl::StatusOr<std::vector<intake::v1::RegisterVisitRequest>> ReadVisits(const std::string& path, const std::string& city_id,
                                                                         absl::Time today);

}  // namespace lianban::cli
