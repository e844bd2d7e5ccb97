// lianban: the one binary. Each subcommand is a file in services/cli.

#include "services/cli/command.h"

int main(int argc, char** argv) {
  CLI::App app("联办 · Lianban: rule-based workflow for community services", "lianban");
  app.require_subcommand(1);
  app.set_version_flag("--version", "lianban 0.1.0");
  app.set_help_all_flag("--help-all", "Help of every subcommand");

  using namespace lianban::cli;
#ifdef LIANBAN_COMMAND_SERVE
  AddServe(app);
#endif
#ifdef LIANBAN_COMMAND_ADMIN
  AddAdmin(app);
#endif
#ifdef LIANBAN_COMMAND_CHECK
  AddCheck(app);
#endif
#ifdef LIANBAN_COMMAND_TEST
  AddTest(app);
#endif
#ifdef LIANBAN_COMMAND_SIMULATE
  AddSimulate(app);
#endif
#ifdef LIANBAN_COMMAND_PUBLISH
  AddPublish(app);
#endif
#ifdef LIANBAN_COMMAND_IMPORT
  AddImport(app);
#endif
#ifdef LIANBAN_COMMAND_CASE
  AddCase(app);
#endif
#ifdef LIANBAN_COMMAND_INBOX
  AddInbox(app);
#endif
#ifdef LIANBAN_COMMAND_VISIT
  AddVisit(app);
#endif
#ifdef LIANBAN_COMMAND_SIGN_IN
  AddSignIn(app);
#endif
#ifdef LIANBAN_COMMAND_DEADLINE
  AddDeadline(app);
#endif
#ifdef LIANBAN_COMMAND_BENCH
  AddBench(app);
#endif

  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return kOk;
}
