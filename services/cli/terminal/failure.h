#pragma once
// How a command ends when something went wrong: the reason for people on standard error, an exit code for scripts.

#include <string>

#include "absl/status/status.h"

namespace CLI {
class App;
}

namespace lianban::cli {

// Prints message and remedy in the user's language, field by field where there are fields, and returns the exit code:
// kUnavailable for UNAVAILABLE and DEADLINE_EXCEEDED, kUsage for an option or file of this command (OPTION_INVALID,
// FILE_UNREADABLE, FILE_INVALID), kRefused for everything else.
int Fail(const absl::Status& status);

// What the parser of the command line has to say, in the user's language as far as it is one of the usual faults.
int WrongUsage(const std::string& fault, const CLI::App& app);
// The parts of it: in plain English, with the subcommands there are; and that in Chinese.
std::string UsageFault(const std::string& fault, const CLI::App& app);
std::string UsageFaultInChinese(const std::string& fault);

int ExitCodeOf(const absl::Status& status);

}  // namespace lianban::cli
