#pragma once
// Publishes the processes of the test through catalog's API.

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tests/chaos/door.h"

namespace lianban::chaos {

// The script of processes/<name>.
std::string_view ScriptOf(const std::string& name);
absl::Status PublishProcesses(const Door& door);

}  // namespace lianban::chaos
