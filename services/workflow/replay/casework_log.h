#pragma once
// Cases as casework recorded them.

#include "absl/status/statusor.h"
#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

// JSON lines, one lianban.casework.v1.Event each as the API writes it (case_id, sequence, time, type, payload_json; the
// names may also be written caseId, payloadJson), in any order; lines of Watch ({"events": […]}) and the one object of
// ListEvents are taken as well. `process`: events of other processes are left out; empty takes all.
//
// Materials and forms are in the recorded commands. Task and child numbers are translated to steps, since another
// script numbers differently. Timers are recorded, so the script's own are compared with them.
// Errors: FILE_UNREADABLE, EVENT_LOG_INVALID.
absl::StatusOr<Recording> ReadCaseworkLog(const std::string& path, std::string_view process);
// The same of lines that are in memory already.
absl::StatusOr<Recording> ReadCaseworkEvents(std::string_view lines, std::string_view process);

}  // namespace lianban::workflow
