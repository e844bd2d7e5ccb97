#pragma once
// Secrets come from files, never from the command line, where other users of the machine could read them.

#include <string>

#include "absl/status/statusor.h"

namespace lianban::cli {

// First line of the file; "-" is standard input. Errors: FILE_UNREADABLE, also when the line is empty.
absl::StatusOr<std::string> ReadPassword(const std::string& path);

// Asks on the terminal without echo. Errors: FILE_UNREADABLE when there is no terminal.
absl::StatusOr<std::string> AskPassword(const std::string& prompt);

}  // namespace lianban::cli
