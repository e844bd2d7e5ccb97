#pragma once
// Durations and conditions of BPMN in the words of scripts.

#include <map>
#include <optional>
#include <string>

#include "services/workflow/interchange/bpmn.h"
#include "services/workflow/interchange/draft.h"

namespace lianban::workflow {

// The period of a timer event as Lua; ISO 8601 durations with one unit. What is not understood is listed and becomes one day.
std::string PeriodWords(const BpmnNode& timer, Draft& draft);

// `x == "y"`, `x > 5`, `x`, with or without ${…}, as the body of a rule; the field is added to the form. Otherwise nothing.
std::optional<std::string> ConditionWords(const std::string& condition, Draft& draft);

}  // namespace lianban::workflow
