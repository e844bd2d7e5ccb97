// lianban: the one binary. Each subcommand is a file in services/cli.

#include <cstdlib>

#include "services/cli/command.h"

int main(int argc, char** argv) {
  using namespace lianban::cli;
  // The thread that waits for a call then also reads it. With epoll one thread reads for all and wakes the others: a
  // quarter of a command's latency. Connections are few here: services to one another, the gateway stands before the rest.
  setenv("GRPC_POLL_STRATEGY", "poll", 0);
  CLI::App app("联办 · Lianban: rule-based workflow for community services", "lianban");
  app.require_subcommand(1);
  app.set_version_flag("--version", "lianban 0.1.0");
  app.set_help_all_flag("--help-all", "Help of every subcommand");

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
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return kOk;
}
