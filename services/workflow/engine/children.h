#pragma once
// The children of a case as it remembers them, in the order in which they were started: {no, step, process, item, case, status,
// result, arrived, report, told, left}. Every event of a child changes one of them, so the list is held in parts.

#include <optional>

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

const SharedJson& ChildrenOf(const CaseState& state);  // an empty list when there are none
// nullopt: no child has this number.
std::optional<size_t> PlaceOfChild(const SharedJson& children, int64_t no);
// The reference holds until the variables of the case are edited again.
nlohmann::json& EditChild(Run& run, size_t place);

}  // namespace lianban::workflow
