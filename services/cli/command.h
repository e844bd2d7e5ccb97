#pragma once
// The command line: one file per subcommand, each with one function that adds it to the application.

#include "CLI/CLI.hpp"

namespace lianban::cli {

// Exit codes a script can rely on.
enum ExitCode {
  kOk = 0,
  kFindings = 1,     // check, test, verify: something is wrong with what was looked at
  kUsage = 2,        // wrong arguments or an unreadable file
  kUnavailable = 3,  // a server or database could not be reached
  kRefused = 4,      // the server said no; its reason is printed
};

void AddServe(CLI::App& app);
void AddAdmin(CLI::App& app);
void AddCheck(CLI::App& app);
void AddTest(CLI::App& app);
void AddSimulate(CLI::App& app);
void AddReplay(CLI::App& app);
void AddPublish(CLI::App& app);
void AddImport(CLI::App& app);
void AddCase(CLI::App& app);
void AddInbox(CLI::App& app);
void AddConnector(CLI::App& app);
void AddMigrateCases(CLI::App& app);
void AddNew(CLI::App& app);
void AddDeadline(CLI::App& app);
void AddBench(CLI::App& app);
void AddSignIn(CLI::App& app);
void AddVisit(CLI::App& app);
void AddDraw(CLI::App& app);
void AddConvert(CLI::App& app);
void AddExplain(CLI::App& app);

}  // namespace lianban::cli
