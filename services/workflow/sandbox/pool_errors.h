#pragma once
// The diagnostics that the pool gives itself.

#include "absl/time/time.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow::sandbox {

ScriptDiagnostic KilledError(const std::string& file, int hard_deadline_ms);      // SCRIPT_BUDGET
ScriptDiagnostic CrashedError(const std::string& file);                           // SCRIPT_CRASHED
ScriptDiagnostic PausedError(const std::string& file, absl::Duration remaining);  // SCRIPT_PAUSED
ScriptDiagnostic UnavailableError(const std::string& file);                       // SCRIPT_UNAVAILABLE
ScriptDiagnostic ArgumentsError(const std::string& file);                         // SCRIPT_ARGUMENTS

}  // namespace lianban::workflow::sandbox
