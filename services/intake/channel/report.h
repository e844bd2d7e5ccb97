#pragma once
// A report after its channel's adapter has read it: one shape for every source, checked and cut to size.

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "nlohmann/json.hpp"
#include "services/intake/matter/matter.h"

namespace lianban::intake {

struct Report {
  std::string title;  // never empty, at most 200 characters
  std::string body;
  std::string kind;       // sub-class
  std::string category;   // class
  std::string item;       // item code when the source knows it; otherwise the routing table decides
  std::string area_code;  // "" when the source does not say
  std::string address;
  std::optional<Position> position;
  std::string occurred;  // as the source writes it
  v1::Party reporter;    // empty name and phone: anonymous
};

// `value` is what `read` returned. Errors: ADAPTER_RESULT_INVALID naming the field: no title, an area that is no code,
// a position outside the earth, a value of the wrong type. Texts that are too long are cut.
absl::StatusOr<Report> ReadReport(const nlohmann::json& value, std::string_view channel);

}  // namespace lianban::intake
