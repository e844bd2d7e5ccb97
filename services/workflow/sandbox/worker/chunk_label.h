#pragma once
// Lua shows a file in at most 59 bytes. A path that is longer gets a label that fits and is still its own.

#include <string>
#include <string_view>

#include "services/workflow/sandbox/worker/context.h"

namespace lianban::workflow::sandbox {

// Registers the label of `path` in context.paths and returns it.
std::string ChunkLabel(Context& context, std::string_view path);

// The path behind a label; the label itself when unknown.
std::string PathOf(const Context& context, std::string_view label);

}  // namespace lianban::workflow::sandbox
