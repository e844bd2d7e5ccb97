#pragma once
// A script as BPMN 2.0 with diagram interchange.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/bpmn.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

BpmnProcess BpmnOf(const Model& model);

struct BpmnExport {
  std::string xml;
  std::vector<Unmapped> unmapped;
};

// Error: INTERNAL (layout).
absl::StatusOr<BpmnExport> ExportBpmn(const Model& model);

}  // namespace lianban::workflow
