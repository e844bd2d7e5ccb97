#pragma once
// 再次申请: what a person filled in the last time need not be filled in again.

#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/intake/counter.h"

namespace lianban::intake {

struct EarlierFiling {
  std::string party_id;
  nlohmann::json form, materials;  // without what those who handled it wrote
};

// `earlier` is a receipt number or a matter_id, of a visit too: then its matter of that process. NOT_FOUND for whoever may
// not see it; EARLIER_OTHER_PROCESS.
absl::StatusOr<EarlierFiling> ReadEarlier(Counter& counter, const rpc::Context& caller, const std::string& earlier,
                                          const std::string& process);

}  // namespace lianban::intake
