#pragma once
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/wire/messages.h"

namespace lianban::workflow::sandbox {

// The first check of a source file: size, valid UTF-8, no control characters except tab, CR and LF, no characters that
// a reader cannot see or that reorder what they see, no bytecode, no "#!" line. One finding at most: SCRIPT_SOURCE.
void CheckSourceText(std::string_view path, std::string_view source, std::vector<WireDiagnostic>& errors);

}  // namespace lianban::workflow::sandbox
