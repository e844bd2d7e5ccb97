#pragma once
// How urgent an open task is, as the inbox sorts and colours it.

#include <string_view>

#include "services/workflow/engine/case_state.h"
#include "services/workflow/engine/environment.h"

namespace lianban::casework {

struct InboxLine {
  absl::Time due = absl::InfiniteFuture();   // infinite: no clock runs
  absl::Time warn = absl::InfiniteFuture();  // the light turns yellow
  bool paused = false;
  bool operator==(const InboxLine&) const = default;
};

InboxLine LineOf(const workflow::CaseState& state, const workflow::TaskState& task,
                 const workflow::Environment& environment);
// The same for the case as a whole.
InboxLine LineOf(const workflow::CaseState& state, const workflow::Environment& environment);

std::string_view LightOf(const InboxLine& line, absl::Time now);  // normal yellow red paused

}  // namespace lianban::casework
