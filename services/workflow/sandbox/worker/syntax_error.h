#pragma once
#include <string_view>

#include "services/workflow/sandbox/wire/messages.h"

namespace lianban::workflow::sandbox {

// The compiler's message ("label:12: '}' expected near 'x'") with file, line and, found from the token, column.
WireDiagnostic SyntaxError(std::string_view path, std::string_view source, std::string_view message);

// Brackets, blocks or functions inside one another beyond what the compiler follows (200).
WireDiagnostic NestingError(std::string_view path, int line);

}  // namespace lianban::workflow::sandbox
