#pragma once
// For the approver of an area's adaptation: what has become of its parts since the base moved.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::catalog {

// `written_on`: the release above when the area's current release was checked (number 0: there was none); `now`: above
// today. Nothing is added when they are the same, or when the adaptation cannot be laid over the old one.
void AddBaseMoves(workflow::ScriptHost& scripts, const v1::Draft& draft, const v1::Release& written_on,
                  const v1::Release& now, v1::GateReport& report);

}  // namespace lianban::catalog
