#pragma once
// What a person may answer a task with.

#include <string>
#include <vector>

#include "services/workflow/engine/case_state.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// 协办: what a co-handler's part is answered with.
inline constexpr char kCoHandlersAnswer[] = "answered";

// In the order of the script. Outcomes that the engine finds (timeout, mixed, closed, passed) are not among them.
std::vector<std::string> ChoicesOf(const Step& step, const TaskState& task);

}  // namespace lianban::workflow
