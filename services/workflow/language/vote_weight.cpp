#include "services/workflow/language/vote_weight.h"

#include <cmath>

namespace lianban::workflow {

std::optional<int> VoteWeight(const nlohmann::json& item) {
  if (!item.is_object()) return 1;
  const auto written = item.find("weight");
  if (written == item.end() || written->is_null()) return 1;
  const double weight = written->is_number() ? written->get<double>() : -1;
  if (weight < 0 || weight > kVoteWeightMax || weight != std::floor(weight)) return std::nullopt;
  return static_cast<int>(weight);
}

}  // namespace lianban::workflow
