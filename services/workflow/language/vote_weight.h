#pragma once
// What one voice counts in a vote (票签).

#include <optional>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

inline constexpr int kVoteWeightMax = 1'000'000;

// `weight` of the item, 1 when it has none: a whole number from 0 to kVoteWeightMax. A division in the script makes 60.0 of sixty, which
// is one as well. nullopt: it is none, and taken for 1 it would count the vote wrong without a word.
std::optional<int> VoteWeight(const nlohmann::json& item);

}  // namespace lianban::workflow
