#pragma once
// Past cases that differ as those of different people do: one scenario is one case, and a city has thousands like it.

#include <vector>

#include "services/workflow/language/model.h"
#include "services/workflow/replay/recording.h"

namespace lianban::load {

enum class Varied {
  kTimes,    // when things happened, by seconds
  kPeople,   // and names, texts, numbers of identity cards, telephones and organisations
  kAmounts,  // and amounts of money, by fen
};

// `of`, as another had it: the `number`-th, from 1. The same value becomes the same everywhere in a case. Choices, dates and
// whatever the world of the scenario (recording.given) says by name stay.
workflow::PastCase VariedCase(const workflow::PastCase& of, const workflow::Model& model, const nlohmann::json& given, int number, Varied how);

}  // namespace lianban::load
