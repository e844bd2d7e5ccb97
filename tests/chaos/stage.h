#pragma once
// Publishes the processes of the test through catalog's API.

#include "absl/status/status.h"
#include "tests/chaos/door.h"

namespace lianban::chaos {

absl::Status PublishProcesses(const Door& door);

}  // namespace lianban::chaos
