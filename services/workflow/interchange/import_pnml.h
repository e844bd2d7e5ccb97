#pragma once
// Place/transition nets (PNML, ISO/IEC 15909-2) as scripts. Transitions become tasks; where several transitions need the
// same places, somebody chooses. A choice that is not free (the alternatives need different places) is made when the token
// arrives, and listed, for then the script does less than the net.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/import_bpmn.h"

namespace lianban::workflow {

// The first net of the document. Error: FILE_INVALID.
absl::StatusOr<Imported> ImportPnml(std::string_view xml, const std::string& file);

}  // namespace lianban::workflow
