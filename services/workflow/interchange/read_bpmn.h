#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/bpmn.h"

namespace lianban::workflow {

// The first process of the document; further ones, and every element that is not understood, go to `unmapped`. Prefixes of
// namespaces do not matter. `file` is for messages. Error: FILE_INVALID.
absl::StatusOr<BpmnProcess> ReadBpmn(std::string_view xml, const std::string& file);

}  // namespace lianban::workflow
