#pragma once
// A scenario told as a past case: what casework would have recorded of it.

#include "absl/status/statusor.h"
#include "services/workflow/replay/recording.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {

// One case, in the world of the scenario's `given`. The story is told up to its first difference, and what it expects to be
// refused has left no trace, as in a real history. Error: EVENT_LOG_INVALID when not even the case could be filed.
absl::StatusOr<Recording> RecordStory(ScriptHost& host, std::shared_ptr<const Model> model, const Scenario& scenario);

}  // namespace lianban::workflow
