#pragma once
// BPMN 2.0 as a script. What maps to what is in README.md.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/bpmn.h"
#include "services/workflow/interchange/draft.h"

namespace lianban::workflow {

struct Imported {
  std::string process;  // name of the workflow
  std::string script;   // process.lua
  std::vector<Unmapped> unmapped;
};

Draft DraftOf(const BpmnProcess& process);

// Error: FILE_INVALID.
absl::StatusOr<Imported> ImportBpmn(std::string_view xml, const std::string& file);

}  // namespace lianban::workflow
