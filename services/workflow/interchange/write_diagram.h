#pragma once
// Diagram interchange: a shape for every node, an edge with way points for every flow, and where their names stand.

#include "absl/status/status.h"
#include "pugixml.hpp"
#include "services/workflow/interchange/bpmn.h"

namespace lianban::workflow {

// Appends the diagram to <bpmn:definitions>. Error: INTERNAL (layout).
absl::Status WriteDiagram(const BpmnProcess& process, pugi::xml_node definitions);

}  // namespace lianban::workflow
