#include <algorithm>
#include <set>

#include "gtest/gtest.h"
#include "services/cli/command.h"

namespace lianban::cli {
namespace {

using Add = void (*)(CLI::App&);
constexpr Add kCommands[] = {AddServe, AddAdmin,  AddCheck, AddTest, AddSimulate, AddPublish, AddImport,
                             AddCase,  AddInbox,  AddVisit, AddSignIn, AddDeadline, AddBench, AddDraw, AddConvert,
                             AddNew,   AddReplay, AddConnector, AddExplain, AddMigrateCases};

// Calls `visit` for the application and every command below it.
void ForEachCommand(CLI::App& app, const std::string& path, const std::function<void(CLI::App&, const std::string&)>& visit) {
  visit(app, path);
  for (CLI::App* inner : app.get_subcommands([](CLI::App*) { return true; })) {
    ForEachCommand(*inner, path + " " + inner->get_name(), visit);
  }
}

TEST(Help, EveryCommandAndOptionHasASentence) {
  CLI::App app("lianban");
  for (const Add add : kCommands) add(app);
  ForEachCommand(app, "lianban", [](CLI::App& command, const std::string& path) {
    EXPECT_FALSE(command.get_description().empty()) << path;
    for (const CLI::Option* option : command.get_options()) {
      EXPECT_GE(option->get_description().size(), 8u) << path << " " << option->get_name();
    }
  });
}

bool HasChinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0xe4 && c <= 0xe9; });
}

// Who works at a counter or in an office reads Chinese; who runs the machine is served in English.
TEST(Help, WhatOfficialsUseIsExplainedInChineseFirst) {
  CLI::App app("lianban");
  for (const Add add : {AddVisit, AddCase, AddInbox, AddSignIn, AddConnector, AddDeadline, AddPublish}) add(app);
  ForEachCommand(app, "lianban", [](CLI::App& command, const std::string& path) {
    if (path == "lianban") return;
    EXPECT_TRUE(HasChinese(command.get_description())) << path;
    for (const CLI::Option* option : command.get_options()) {
      if (option->get_name() == "--help" || option->get_name() == "--help-all") continue;
      EXPECT_TRUE(HasChinese(option->get_description())) << path << " " << option->get_name();
    }
  });
}

TEST(Help, WhatWorksWithAnswersOffersJson) {
  CLI::App app("lianban");
  for (const Add add : kCommands) add(app);
  const std::set<std::string> without = {"lianban serve", "lianban admin init-keys", "lianban admin migrate",
                                         "lianban admin bootstrap-city", "lianban admin audit export", "lianban draw",
                                         "lianban new"};
  ForEachCommand(app, "lianban", [&](CLI::App& command, const std::string& path) {
    const bool leaf = command.get_subcommands([](CLI::App*) { return true; }).empty();
    if (!leaf || without.contains(path)) return;
    EXPECT_NE(command.get_option_no_throw("--json"), nullptr) << path;
  });
}

}  // namespace
}  // namespace lianban::cli
