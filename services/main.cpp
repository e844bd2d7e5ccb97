// lianban: the one binary. Each subcommand is a file in services/cli.

#include <cstdlib>

#include "absl/synchronization/mutex.h"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "spdlog/spdlog.h"

int main(int argc, char** argv) {
  using namespace lianban::cli;
  // The thread that waits for a call then also reads it. With epoll one thread reads for all and wakes the others,
  // which a lone command feels. Connections are few here: services to one another, the gateway stands before the rest.
  setenv("GRPC_POLL_STRATEGY", "poll", 0);
  // Looking for lock cycles is a debugging aid that the distribution's library leaves on: 3 % of a command.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // A command says itself what went wrong; `serve` sets up its own log.
  spdlog::set_level(spdlog::level::off);
  CLI::App app("联办 · Lianban: rule-based workflow for community services", "lianban");
  app.require_subcommand(1);
  app.set_version_flag("--version", "lianban 0.1.0");
  app.set_help_all_flag("--help-all", "Help of every subcommand");
  app.footer(
      "退出码 · Exit codes: 0 成功 done · 1 检查不合格 something was found · 2 用法或文件有误 wrong usage or file · "
      "3 连不上 not reachable · 4 被拒绝 refused");

  for (const auto add : {
           AddServe, AddAdmin,                            // running it
           AddNew, AddCheck, AddTest, AddSimulate, AddReplay, AddPublish,  // processes
           AddDraw, AddConvert, AddExplain,               // pictures, BPMN, PNML, origins
           AddImport,                                     // data
           AddSignIn, AddVisit, AddCase, AddInbox,        // work
           AddMigrateCases,                                 // running cases to another release
           AddConnector,                                  // systems outside
           AddDeadline, AddBench,                         // tools
       }) {
    add(app);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return WrongUsage(error.what(), app);
    app.exit(error);  // --help, --version
  }
  return kOk;
}
