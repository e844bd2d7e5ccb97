#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/bpmn.h"

namespace lianban::workflow {

// A complete document: process, its messages, a shape for every node and an edge with way points for every flow.
// Precondition: flat (no sub-processes). Error: INTERNAL (layout).
absl::StatusOr<std::string> WriteBpmn(const BpmnProcess& process);

}  // namespace lianban::workflow
