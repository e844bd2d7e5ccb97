#pragma once
#include <string>
#include <string_view>

#include "services/workflow/sandbox/wire/messages.h"

namespace lianban::workflow::sandbox {

// Answers requests from descriptor `socket` until it closes or a frame makes no sense.
void Serve(int socket, Progress& progress);

}  // namespace lianban::workflow::sandbox
