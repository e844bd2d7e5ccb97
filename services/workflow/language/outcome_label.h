#pragma once
// Outcomes as people read them: in the inbox, in pictures, in exports.

#include <string>
#include <string_view>

#include "services/workflow/language/model.h"

namespace lianban::workflow {

struct OutcomeLabel {
  std::string zh;
  std::string en;
};

// What the step calls it, else the workflow, else the table of words that every process shares; the name itself where nobody
// has another word. Empty for "next", which nobody chooses.
OutcomeLabel LabelOfOutcome(const Model& model, const Step& step, const std::string& outcome);

// 公示期、回头看: nothing is awaited but a day, and nobody is late when it comes.
bool WaitsForTimeAlone(const Step& step);

// nullptr: not one of the shared words.
const OutcomeLabel* SharedLabel(std::string_view outcome);

}  // namespace lianban::workflow
